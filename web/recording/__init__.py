"""A real device, asked everything it tells and nothing that changes it, and the transcript of that.

`conversation` talks to the device and keeps what came; `retelling` says it again, with other secrets, as our
own side would; `twin` finds what the driver's device side says word for word; `writing` makes the text of it.
"""
