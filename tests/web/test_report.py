#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The report as a reader opens it: python3 test_report.py ISTHMUS OUT [Page|Browser]

Page reads the page of the tutorial world with Python's HTML parser. Browser opens it in headless Chromium, on a desk, on
a phone and on paper, and writes pictures of it to the folder OUT. Exit code 77 where Chromium is not installed.
ISTHMUS_REPORT_WORLD names another world (and shoots that one).
"""

import base64
import json
import os
import pathlib
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
from html.parser import HTMLParser

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORLD = os.environ.get("ISTHMUS_REPORT_WORLD", str(ROOT / "worlds" / "tutorial"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
EMPTY = {"meta", "link", "input", "br", "hr", "img"}


def make_page():
    page = OUT / "report.html"
    subprocess.run([ISTHMUS, "report", WORLD, "--year", "2024", "--out", str(page), "--quiet"], check=True)
    return page


class Reader(HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.faults, self.starts = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.starts.append((tag, dict(attributes)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.starts.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> at {self.getpos()} closes {self.open[-1:]}")
        elif self.open:
            self.open.pop()


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = make_page().read_text(encoding="utf-8")
        cls.reader = Reader(cls.text)

    def test_is_well_formed(self):
        self.assertEqual(self.reader.faults, [])
        self.assertEqual(self.reader.open, [])

    def test_loads_nothing(self):
        for tag, attributes in self.reader.starts:
            self.assertFalse({"src", "srcset", "data", "poster", "action"} & attributes.keys(), tag)
            if tag != "a" and "href" in attributes:
                self.assertRegex(attributes["href"], "^(#|data:)")

    def test_footnotes_lead_to_sources_and_back(self):
        ids = {attributes["id"] for _, attributes in self.reader.starts if "id" in attributes}
        inner = [attributes["href"][1:] for tag, attributes in self.reader.starts
                 if tag == "a" and attributes.get("href", "").startswith("#")]
        self.assertEqual([link for link in inner if link not in ids], [])
        notes = [link for link in inner if re.fullmatch(r"s\d+", link)]
        self.assertTrue(notes)
        sources = self.text[self.text.index('<section id="sources"'):]
        for link in set(notes):
            item = sources[sources.index(f'<li id="{link}"'):]
            self.assertIn("rest", item[:item.index("<details>")].split('class="back"')[1], link)

    def test_marks_are_letters(self):
        for tag, attributes in self.reader.starts:
            if tag == "abbr" and "mark" in attributes.get("class", "").split():
                self.assertRegex(attributes["class"], r"^mark (derived|calibrated|estimate|recalled)$")
        for words in re.findall(r'<abbr class="mark [^>]*>([^<]*)</abbr>', self.text):
            self.assertIn(words, ("der.", "cal.", "est.", "rec."))

    def test_same_bytes_on_the_second_run(self):
        self.assertEqual(make_page().read_text(encoding="utf-8"), self.text)


class DevTools:
    """The browser's own protocol over a WebSocket: just enough to open a page and look at it."""

    def __init__(self, arguments):
        self.profile = tempfile.mkdtemp(prefix="isthmus-web-")
        self.process = subprocess.Popen(
            [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--hide-scrollbars", f"--user-data-dir={self.profile}", "--remote-debugging-port=0", *arguments],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        port_file = pathlib.Path(self.profile) / "DevToolsActivePort"
        deadline = time.monotonic() + 30
        while not (port_file.exists() and port_file.read_text().count("\n") > 0):
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError("Chromium did not start")
            time.sleep(0.05)
        port = port_file.read_text().split()[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=10) as answer:
            path = json.load(answer)[0]["webSocketDebuggerUrl"].split(port, 1)[1]
        self.connection = socket.create_connection(("127.0.0.1", int(port)), timeout=60)
        key = base64.b64encode(os.urandom(16)).decode()
        self.connection.sendall((f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
                                 f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
                                 "Sec-WebSocket-Version: 13\r\n\r\n").encode())
        self.stream = self.connection.makefile("rb")
        while self.stream.readline() not in (b"\r\n", b""):
            pass
        self.number, self.events = 0, []

    def close(self):
        self.connection.close()
        self.process.terminate()
        self.process.wait(timeout=20)
        shutil.rmtree(self.profile, ignore_errors=True)

    def receive(self):
        message = b""
        while True:
            first, length = self.stream.read(2)
            length &= 127
            if length == 126:
                (length,) = struct.unpack(">H", self.stream.read(2))
            elif length == 127:
                (length,) = struct.unpack(">Q", self.stream.read(8))
            message += self.stream.read(length)
            if first & 128:
                return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        payload = json.dumps({"id": self.number, "method": method, "params": parameters}).encode()
        size = len(payload)
        length = struct.pack(">BH", 254, size) if size < 65536 else struct.pack(">BQ", 255, size)
        if size < 126:
            length = struct.pack("B", 128 | size)
        self.connection.sendall(b"\x81" + length + b"\0\0\0\0" + payload)  # a mask of zeros masks nothing
        while True:
            message = self.receive()
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.events.append(message)

    def wait_for(self, event):
        while not any(e.get("method") == event for e in self.events):
            self.events.append(self.receive())

    def value(self, expression):
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")


@unittest.skipIf(CHROMIUM is None, "Chromium is not installed")
class Browser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.page = make_page()
        cls.browser = DevTools(["about:blank"])
        for domain in ("Page", "Runtime", "Log", "Network"):
            cls.browser.call(f"{domain}.enable")

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()

    def look(self, name, width, height, mobile):
        browser = self.browser
        browser.events.clear()
        browser.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                     mobile=mobile)
        browser.call("Page.navigate", url=self.page.as_uri())
        browser.wait_for("Page.loadEventFired")
        picture = browser.call("Page.captureScreenshot", format="png")["data"]
        (OUT / f"{name}.png").write_bytes(base64.b64decode(picture))
        told = [e["params"] for e in browser.events
                if e.get("method") in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")]
        self.assertEqual(told, [], "the console stays silent")
        asked = {e["params"]["request"]["url"].split("#")[0] for e in browser.events
                 if e.get("method") == "Network.requestWillBeSent"}
        self.assertEqual({url for url in asked if not url.startswith(("data:", "chrome:"))}, {self.page.as_uri()},
                         "nothing else is asked for")

    def test_desk(self):
        self.look("desk", 1400, 1600, False)
        self.assertEqual(self.browser.value("document.documentElement.scrollWidth"), 1400)
        # Choosing a commodity leaves its flows only.
        choice = self.browser.value("document.querySelectorAll('#map input[name=show]').length")
        if choice:
            self.browser.value("document.querySelectorAll('#map input[name=show]')[1].click()")
            shown = self.browser.value("new Set([...document.querySelectorAll('#map .flow')].filter((g) => "
                                       "getComputedStyle(g).display !== 'none').map((g) => g.dataset.c)).size")
            self.assertEqual(shown, 1)
        # Pointing at a flow says what it is.
        said = self.browser.value(
            "(() => { document.querySelector('#map .flow:not([style])').dispatchEvent(new PointerEvent("
            "'pointerover', {bubbles: true})); return document.getElementById('map-says').textContent; })()")
        self.assertIn(" to ", said)

    def test_phone(self):
        self.look("phone", 390, 844, True)
        self.assertLessEqual(self.browser.value("document.documentElement.scrollWidth"), 390,
                             "tables and maps scroll in their own frames")
        loose = self.browser.value(
            "[...document.querySelectorAll('.scroll')].filter((e) => e.scrollWidth > e.clientWidth && "
            "e.tabIndex < 0).length")
        self.assertEqual(loose, 0, "what scrolls can be reached by keyboard")

    def test_paper(self):
        self.look("screen", 1000, 800, False)
        paper = base64.b64decode(self.browser.call("Page.printToPDF", preferCSSPageSize=True,
                                                   printBackground=True)["data"])
        (OUT / "report.pdf").write_bytes(paper)
        self.assertTrue(paper.startswith(b"%PDF-"))

    def test_contrast(self):
        self.look("contrast", 1400, 900, False)
        # WCAG 2.2: 4.5 to 1 for text, against the nearest background that is not transparent.
        poor = self.browser.value("""(() => {
          const numbers = (c) => c.match(/[\\d.]+/g).map(Number);
          const light = (c) => { const [r, g, b] = c.map((v) => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
          const ground = (e) => { for (; e; e = e.parentElement) { const c = numbers(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
          return [...document.querySelectorAll('body *:not(svg *):not(script):not(style)')].filter((e) => {
            if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) return false;
            const a = light(numbers(getComputedStyle(e).color)), b = light(ground(e));
            return (Math.max(a, b) + .05) / (Math.min(a, b) + .05) < 4.5;
          }).map((e) => e.className + ': ' + e.textContent.slice(0, 40)).slice(0, 5);
        })()""")
        self.assertEqual(poor, [])


if __name__ == "__main__":
    ISTHMUS, OUT = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    OUT.mkdir(parents=True, exist_ok=True)
    if sys.argv[3:] == ["Browser"] and CHROMIUM is None:
        print("Chromium is not installed; nothing was looked at.")
        sys.exit(77)
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
