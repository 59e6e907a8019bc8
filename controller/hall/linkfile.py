"""What a hall's file says of other help desks: by which webhook they hear of us, and how they sign."""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field, SecretStr

from controller.hall.deskfile import NotifyPart
from drivers.rigfile.document import Document
from drivers.rigfile.kinds import Identifier, Part
from drivers.rigfile.near import nearest
from drivers.rigfile.problems import Problem
from drivers.rigfile.secret import SecretFile


class LinkPart(Part):
    """Another help desk. `channel` is our webhook that it hears; with `secret` it signs its messages."""

    channel: Identifier
    secret: SecretStr | None = None
    secret_file: SecretFile | None = None
    tickets: Literal["all", "theirs"] = Field("all", description="which of our tickets it hears of")

    @property
    def key(self) -> str:
        """The common secret."""
        found = self.secret or self.secret_file
        return "" if found is None else found.get_secret_value()


def unlinked(links: Mapping[str, LinkPart], notify: NotifyPart, document: Document) -> Iterator[Problem]:
    """Everything about links that leads nowhere."""
    for name, link in links.items():
        channel = notify.channels.get(link.channel)
        if channel is None or channel.kind != "webhook":
            hooks = [id for id, one in notify.channels.items() if one.kind == "webhook"]
            guess = nearest(link.channel, hooks)
            yield document.problem(
                "links", name, "channel", code="no_channel", name=link.channel, guess=guess
            )
        if not link.key:
            yield document.key_problem("links", name, code="channel_lacks", kind="webhook", name="secret")
