"""Chromium without a window, by WebDriver (w3.org/TR/webdriver2): JSON over HTTP on loopback."""

import json
import os
import subprocess
import urllib.request
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

from tests.clients.program import end, until
from tests.servers.dovecot import free_port

CONTROL, HOME, ENTER, RELEASE = "\ue009", "\ue011", "\ue007", "\ue000"
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the name that the standard gives to a reference
#: Nothing is asked of anybody else; what tries meets a closed port.
_OPTIONS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update"),
    *("--disable-background-networking", "--disable-sync", "--disable-dev-shm-usage", "--window-size=1280,900"),
    *("--proxy-server=127.0.0.1:9", "--proxy-bypass-list=127.0.0.1"),
)


class Browser:
    def __init__(self, folder: Path) -> None:
        port = free_port()
        with (folder / "chromedriver").open("wb") as said:
            self._process = subprocess.Popen(
                ["chromedriver", f"--port={port}"],
                env={"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "TZ": "Europe/Paris"},
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        self._url = f"http://127.0.0.1:{port}"
        try:
            until("chromedriver to listen", self._ready)
            options = {"args": [*_OPTIONS, f"--user-data-dir={folder / 'browser'}"]}
            wanted = {"browserName": "chrome", "goog:chromeOptions": options, "unhandledPromptBehavior": "accept"}
            self._url += "/session/" + self._ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
        except BaseException:
            end(self._process)
            raise

    def go(self, url: str) -> None:
        self._ask("POST", "/url", {"url": url})

    @property
    def address(self) -> str:
        return str(self._ask("GET", "/url"))

    def find(self, selector: str) -> str:
        """The element of an XPath (``//…``) or a CSS selector, once it is there."""
        using = "xpath" if selector.startswith("//") else "css selector"
        found = until(selector, lambda: self._ask("POST", "/elements", {"using": using, "value": selector}))
        return str(found[0][_ELEMENT])

    def click(self, selector: str) -> None:
        self._ask("POST", f"/element/{self.find(selector)}/click", {})

    def double_click(self, selector: str) -> None:
        there = {"type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": {_ELEMENT: self.find(selector)}}
        once = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._ask("POST", "/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": [there, *once, *once]}]})

    def type(self, selector: str, text: str) -> None:
        self._ask("POST", f"/element/{self.find(selector)}/value", {"text": text})

    def run(self, script: str) -> Any:
        return self._ask("POST", "/execute/sync", {"script": script, "args": []})

    def close(self) -> None:
        try:
            self._ask("DELETE", "")
        finally:
            end(self._process)

    def _ready(self) -> bool:
        try:
            return bool(self._ask("GET", "/status")["ready"])
        except URLError:
            return False

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with _DIRECT.open(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            raise RuntimeError(f"{method} {path}: {json.load(error)['value']['message']}") from None


#: Whatever proxy the environment names.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
