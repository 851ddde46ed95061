"""A real PostgreSQL of the test run's own; the one Debian starts on port 5432 is left alone."""

import os
import pwd
import shutil
import signal
import subprocess
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from tests.ports import free_port
from tests.waiting import wait_until

SUPERUSER = "gridscope"

# The data are thrown away afterwards: durability would only cost time.
OPTIONS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}


class PostgresServer:
    """A PostgreSQL cluster in `folder`, on a free port of 127.0.0.1.

    PostgreSQL refuses to run as root: then it runs as the user postgres, to whom `folder` is given, and who
    must be able to reach it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._owner = "postgres" if os.geteuid() == 0 else None
        self._process: subprocess.Popen[bytes] | None = None
        self._names = (f"test_{number}" for number in count(1))

    def start(self) -> None:
        """Create the cluster, start it, wait until it answers."""
        if self._owner is not None:
            owner = pwd.getpwnam(self._owner)
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        data = str(self.folder / "data")
        self._run(
            *("initdb", "--pgdata", data, "--username", SUPERUSER, "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C", "--no-sync"),
        ).wait()
        options = OPTIONS | {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
        }
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self._process = self._run("postgres", "-D", data, *settings)
        wait_until(self._answers, f"postgres answers on port {self.port}", seconds=30)

    def stop(self) -> None:
        """End the server at once; open connections are cut."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database."""
        return f"postgresql+psycopg://{SUPERUSER}@127.0.0.1:{self.port}/{database}"

    def create_database(self) -> str:
        """Create an empty database and return its name."""
        name = next(self._names)
        self._execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, cutting the connections a test left open."""
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        # In a process group of its own: Ctrl-C ends the tests first, and they end the server.
        with (self.folder / f"{program}.log").open("wb") as log:
            return subprocess.Popen(
                [_binary(program), *arguments],
                cwd=self.folder,
                user=self._owner,
                group=self._owner,
                extra_groups=[] if self._owner else None,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )

    def _execute(self, statement: sql.Composable) -> None:
        with self._connect() as connection:
            connection.execute(statement)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(host="127.0.0.1", port=self.port, user=SUPERUSER, dbname="postgres", autocommit=True)

    def _answers(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            logs = "\n".join(log.read_text() for log in sorted(self.folder.glob("*.log")))
            raise RuntimeError(f"postgres ended at once:\n{logs}")
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True


def _binary(program: str) -> str:
    """Debian keeps the server's programs off the PATH, in a folder per version."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    found = str(installed[-1]) if installed else shutil.which(program)
    if found is None:
        raise RuntimeError(f"{program} of PostgreSQL not found; .ci/install installs it")
    return found
