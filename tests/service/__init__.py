"""Tests of the service that a ticket is given: visits, team, plan, expert, parts, promises."""
