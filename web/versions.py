"""Which edition runs; read from the installed distribution, in a millisecond, when somebody asks."""


def version() -> str:
    """The version, or "0" for a checkout that was never installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("auditorium")
    except PackageNotFoundError:
        return "0"
