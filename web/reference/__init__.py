"""What the tables of the drivers tell people: facts for programs, lines for a shell, pages for `docs/`."""
