# SPDX-License-Identifier: Apache-2.0
"""A long run that is killed goes on from its journal, to the same bytes."""
import signal
import struct
import subprocess

from command_test import CommandTest, COMMAND, INTERRUPTED, NUMERICAL, OK, SOURCE

HEAD = 8  # bytes before the first chunk
CHUNK = "=QII"  # key of the part, number, count of the values that follow; then a checksum of 8 bytes
BEGIN = struct.calcsize(CHUNK)
SHORT = [str(SOURCE / "worlds" / "eurasian-gas"), "--year", "2009", "--players", "russia,ukraine,belarus,poland,norway"]
LONG = [str(SOURCE / "worlds" / "caspian"), "--year", "2024", "--commodity", "gas", "--others", "present"]
PLAYERS = """azerbaijan turkey georgia russia eu iran kazakhstan turkmenistan uzbekistan ukraine china iraq india
    united-states armenia belarus moldova norway japan qatar algeria pakistan""".split()
FEWEST = 16  # enough for some hundred chunks
WANTED = 5  # chunks before the run is stopped
POLL = 0.001  # seconds


class Resuming(CommandTest):
    def setUp(self):
        super().setUp()
        self.players = 0  # of the long game; 0 for a short one
        self.folder.joinpath("kept").mkdir()

    def arguments(self, *more):
        game = SHORT if self.players == 0 else [*LONG, "--players", ",".join(PLAYERS[:self.players])]
        return ["leverage", *game, "--json", "--journal", "kept/run", *more]

    def journal(self):
        return self.folder / "kept" / "run"

    def content(self):
        return self.journal().read_bytes() if self.journal().exists() else b""

    def chunks(self, data):
        """Key and number, and place, of every whole chunk."""
        result, at = [], HEAD
        while at + BEGIN <= len(data):
            key, number, count = struct.unpack_from(CHUNK, data, at)
            end = at + BEGIN + 8 * count + 8
            if end > len(data):
                break
            result.append(((key, number), at, end))
            at = end
        return result

    def backwards(self, data):
        """The same chunks from the last to the first, which no run writes: made anew it would differ."""
        return data[:HEAD] + b"".join(data[begin:end] for _, begin, end in reversed(self.chunks(data)))

    def checksum(self, chunk):
        """FNV-1a of key, number, count in 8 bytes, and values."""
        result = 0xCBF29CE484222325
        for byte in struct.pack("=QIQ", *struct.unpack_from(CHUNK, chunk)) + chunk[BEGIN:]:
            result = (result ^ byte) * 0x100000001B3 % 2**64
        return result

    def whole(self):
        """What a run prints that nobody stops, and its journal."""
        output = self.run_ok(*self.arguments()).stdout
        data = self.content()
        self.journal().unlink()
        return output, data

    def stop(self, number, code):
        """Stops a run once it has some chunks; False where it had ended before."""
        with subprocess.Popen([COMMAND[0], *self.arguments("--threads", "1")], cwd=self.folder,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while len(self.chunks(self.content())) < WANTED:
                try:
                    process.wait(POLL)
                    break
                except subprocess.TimeoutExpired:
                    continue
            process.send_signal(number)
            return process.wait() == code

    def stopped(self, number, code):
        """As whole(), with a run stopped half-way; the game grows until one is caught."""
        self.players = FEWEST
        while True:
            output, full = self.whole()
            if self.stop(number, code) and len(self.content()) < len(full):
                return output, full
            self.journal().unlink(missing_ok=True)
            self.players += 1
            self.assertLessEqual(self.players, len(PLAYERS), "every run ended before it could be stopped")

    def check_resumed(self, output, full, begun, *more):
        """What was finished stays as it is, what was not is added once, and the answer is the same."""
        finished = self.chunks(begun)
        self.assertEqual(self.run_ok(*self.arguments(*more)).stdout, output)
        data = self.content()
        kept = finished[-1][2] if finished else min(HEAD, len(begun))
        self.assertEqual(data[:kept], begun[:kept])
        self.assertEqual(len(data), len(full))
        numbers = [identity for identity, _, _ in self.chunks(data)]
        self.assertEqual(len(numbers), len(set(numbers)))
        self.assertEqual(set(numbers), {identity for identity, _, _ in self.chunks(full)})

    def test_killed(self):
        output, full = self.stopped(signal.SIGKILL, -signal.SIGKILL)
        begun = self.content()
        self.assertGreaterEqual(len(self.chunks(begun)), WANTED)
        begun = self.backwards(begun)
        self.journal().write_bytes(begun)
        self.check_resumed(output, full, begun)

    def test_interrupted(self):
        output, full = self.stopped(signal.SIGINT, INTERRUPTED)
        self.check_resumed(output, full, self.content(), "--threads", "3")

    def test_torn(self):
        """Cut in the head, between and within chunks: what is whole is kept. Nothing is added to a whole one."""
        output, full = self.whole()
        full = self.backwards(full)
        chunks = self.chunks(full)
        self.assertEqual(chunks[-1][2], len(full))
        _, begin, end = chunks[len(chunks) // 2]
        for length in [0, HEAD - 3, HEAD, begin, begin + 5, begin + BEGIN, end - 1, len(full) - 1, len(full)]:
            with self.subTest(length):
                self.journal().write_bytes(full[:length])
                self.check_resumed(output, full, full[:length])

    def test_damaged(self):
        """A value that was changed is found by its checksum, and computed again."""
        output, full = self.whole()
        chunks = self.chunks(full)
        _, begin, end = chunks[len(chunks) // 2]
        for at in [begin + 1, begin + BEGIN + 4, end - 1]:
            with self.subTest(at - begin):
                damaged = bytearray(full)
                damaged[at] ^= 4
                self.journal().write_bytes(damaged)
                self.check_resumed(output, full, full[:begin])

    def test_finished_chunks_are_taken(self):
        """A chunk with other values and the right checksum shows in the answer, or in its certificate."""
        output, full = self.whole()
        _, begin, end = max(self.chunks(full), key=lambda chunk: chunk[2] - chunk[1])
        self.assertEqual(struct.pack("=Q", self.checksum(full[begin:end - 8])), full[end - 8:end])
        count = (end - begin - BEGIN) // 8 - 1
        values = struct.unpack_from(f"={count}d", full, begin + BEGIN)
        forged = full[begin:begin + BEGIN] + struct.pack(f"={count}d", *(2 * value + 1 for value in values))
        forged += struct.pack("=Q", self.checksum(forged))
        self.journal().write_bytes(full[:begin] + forged + full[end:])
        result = self.run_command(*self.arguments())
        self.assertIn(result.returncode, [OK, NUMERICAL])
        self.assertNotEqual(result.stdout, output)

    def test_runs_share_a_file(self):
        """Other players, another rule, another year: other games, whose chunks are not each other's."""
        runs = [[], ["--others", "out"], ["--players", "iran"], ["--players", "turkey"]]
        apart = [self.run_ok(*self.arguments()[:-2], *change).stdout for change in runs]
        for change, expected in zip(runs + runs, apart + apart):
            before = self.content()
            self.assertEqual(self.run_ok(*self.arguments(*change)).stdout, expected)
            self.assertTrue(self.content().startswith(before))
        identities = [identity for identity, _, _ in self.chunks(self.content())]
        self.assertEqual(len(identities), len(set(identities)))

    def test_another_year(self):
        self.players = 4
        later = self.arguments()
        later[later.index("2024")] = "2023"
        expected = self.run_ok(*later[:-2]).stdout
        self.run_ok(*self.arguments())
        before = self.content()
        self.assertEqual(self.run_ok(*later).stdout, expected)
        self.assertGreater(len(self.content()), len(before))

    def test_several_parts(self):
        """Crude and gas are games of their own, in one file."""
        arguments = [*map(str, ["leverage", *LONG]), "--commodity", "crude", "--players", "azerbaijan,georgia,turkey"]
        expected = self.run_ok(*arguments, "--json").stdout
        self.assertEqual(self.run_ok(*arguments, "--json", "--journal", "kept/run").stdout, expected)
        full = self.content()
        self.assertEqual(len({key for (key, _), _, _ in self.chunks(full)}), 2)
        self.journal().write_bytes(full[:len(full) // 2])
        self.assertEqual(self.run_ok(*arguments, "--json", "--journal", "kept/run").stdout, expected)
        self.assertEqual(len(self.content()), len(full))

    def test_freight(self):
        """Has other tasks than pipelines, and a journal of its own."""
        arguments = [*map(str, ["leverage", *LONG]), "--players", "azerbaijan,georgia,turkey,iran", "--json"]
        arguments[arguments.index("gas")] = "containers"
        first = self.run_ok(*arguments).stdout
        for _ in range(2):
            self.assertEqual(self.run_ok(*arguments, "--journal", "kept/run").stdout, first)
            self.assertTrue(self.chunks(self.content()))
            self.journal().write_bytes(self.content()[:-3])

    def test_value_of_a_project(self):
        """With the project and without, in one file."""
        arguments = ["value-of", SOURCE / "worlds" / "eurasian-gas", "nabucco", "--json"]
        first = self.run_ok(*arguments).stdout
        self.assertEqual(self.run_ok(*arguments, "--journal", "kept/run").stdout, first)
        full = self.content()
        self.assertEqual(len({key for (key, _), _, _ in self.chunks(full)}), 2)
        self.journal().write_bytes(full[:len(full) - 3])
        self.assertEqual(self.run_ok(*arguments, "--journal", "kept/run").stdout, first)
        self.assertEqual(len(self.content()), len(full))
