"""Examples may take their time: what a busy machine needs for one says nothing about the codec."""

from hypothesis import settings

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
