"""The ways a connection is lost or not made, each with a code and the next step, so that they read alike."""

import errno
import socket

from drivers.errors import Loss

REFUSED = Loss("refused", "the device is there and refuses the connection; is its control port switched on?")
TIMED_OUT = Loss("timed_out", "nothing answers at this address; is the device powered and its cable in?")
RESET = Loss("reset", "the device broke the connection off; another controller may have taken it over")
CLOSED = Loss("closed", "the device closed the connection")
SILENT = Loss("silent", "the device no longer acknowledges what is sent; check its power and network cable")
NOT_READING = Loss("not_reading", "the device takes in nothing of what is sent; restart it if this stays so")
NAME_UNKNOWN = Loss(
    "name_unknown", "nobody knows the name in the address; correct it or check the DNS server"
)
NO_ROUTE = Loss("no_route", "there is no way to that network; check our own cable and the network settings")
UNPLUGGED = Loss("unplugged", "the serial port is gone; plug the adapter in again")
NO_PORT = Loss("no_port", "there is no such serial port; plug the adapter in or correct its name")
NO_PERMISSION = Loss("no_permission", "the serial port may not be opened; add our user to the group dialout")
PORT_IN_USE = Loss("port_in_use", "another program holds the serial port; end that program")
LOCAL_PORT_IN_USE = Loss("local_port_in_use", "another program holds the network port we listen on; end it")
LOCAL_PORT_DENIED = Loss(
    "local_port_denied", "ports below 1024 need a privilege; use a higher one, such as 1162"
)
NO_WEBSOCKET = Loss(
    "no_websocket", "something answers there, but not as the device does; correct the port in the address"
)
NOT_TRUSTED = Loss(
    "not_trusted", "the device's certificate is not trusted; verify=0 in the address takes it as it is"
)
NO_VISA = Loss("no_visa", "the VISA library is not installed; install auditorium with its extra visa")
NO_INSTRUMENT = Loss("no_instrument", "VISA finds no such instrument; check its name, cable and power")
NOT_OPEN = Loss("not_open", "there is no connection to send through")

_OF_ERRNO = {
    errno.ECONNREFUSED: REFUSED,
    errno.ECONNRESET: RESET,
    errno.EPIPE: RESET,
    errno.ECONNABORTED: RESET,
    errno.ETIMEDOUT: TIMED_OUT,
    errno.EHOSTUNREACH: TIMED_OUT,
    errno.EHOSTDOWN: TIMED_OUT,
    errno.ENETUNREACH: NO_ROUTE,
    errno.ENETDOWN: NO_ROUTE,
    errno.ENODEV: UNPLUGGED,
    errno.ENXIO: UNPLUGGED,
    errno.EIO: UNPLUGGED,
    errno.EBADF: UNPLUGGED,
    errno.ENOENT: NO_PORT,
    errno.EACCES: NO_PERMISSION,
    errno.EPERM: NO_PERMISSION,
    errno.EAGAIN: PORT_IN_USE,
    errno.EBUSY: PORT_IN_USE,
    errno.EADDRINUSE: LOCAL_PORT_IN_USE,
}


def of(trouble: BaseException | None) -> Loss:
    """The loss behind an exception of the operating system; anything else is a bug of ours and says so."""
    match trouble:
        case None:
            return CLOSED
        case socket.gaierror():
            return NAME_UNKNOWN
        case OSError(errno=int(number)) if number in _OF_ERRNO:
            return _OF_ERRNO[number]
        case TimeoutError():
            return TIMED_OUT
        case OSError():
            return Loss("system", f"the operating system says: {trouble.strerror or trouble}")
        case _:
            return Loss("internal", f"a fault of this program ended the connection: {trouble!r}")
