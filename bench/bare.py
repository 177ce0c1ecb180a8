"""The measure: a Flask view that does nothing but answer as many bytes as it is asked for.

It runs behind Milepost's own gate, under the same server with the same options, so that what differs is the app.
"""

from asgiref.wsgi import WsgiToAsgi
from flask import Flask

from tracker.gate import Gate

bare = Flask("bare")


@bare.route("/<int:size>", methods=["GET", "POST"])
def answer(size: int) -> str:
    return "m" * size


app = Gate()
app.app = WsgiToAsgi(bare)  # type: ignore[no-untyped-call]
