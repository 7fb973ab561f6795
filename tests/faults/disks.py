"""Small disks that can be full, and disks that can lose their power; both are mounted as root."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: What the file system is told not to do: to write by itself, or to sync what a rename replaces.
_LAZY = "loop,commit=600,noauto_da_alloc"
_IMAGE_BYTES = 64 * 1024 * 1024


def can_mount(folder: Path) -> bool:
    """Say whether this process may mount file systems in memory, and in files."""
    try:
        with in_memory(folder / "try", 1_000_000):
            pass
        image = folder / "try.img"
        new_image(image)
        with mounted(image, folder / "try"):
            pass
        image.unlink()
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


@contextmanager
def in_memory(at: Path, size: int) -> Iterator[None]:
    """Mount a disk of ``size`` bytes."""
    at.mkdir(exist_ok=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={size}", "none", at)
    try:
        yield
    finally:
        _run("umount", at)


def enlarge(at: Path, size: int) -> None:
    """Give a disk in memory another size in bytes."""
    _run("mount", "-o", f"remount,size={size}", at)


def new_image(image: Path) -> None:
    """Make a file that holds an empty file system."""
    with image.open("wb") as file:
        file.truncate(_IMAGE_BYTES)
    _run("mkfs.ext4", "-q", image)


@contextmanager
def mounted(image: Path, at: Path) -> Iterator[None]:
    """Mount the file system that a file holds; only what is synced is sure to be in the file."""
    at.mkdir(exist_ok=True)
    _run("mount", "-o", _LAZY, image, at)
    try:
        yield
    finally:
        _run("umount", at)


def cut_power(image: Path, after: Path) -> None:
    """Copy what has reached the file of a mounted file system, as a lost power would leave it."""
    _run("cp", "--sparse=always", image, after)


def sync(folder: Path) -> None:
    """Have all that was written to the file system of a folder reach its disk."""
    number = os.open(folder, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(number):
            raise OSError(ctypes.get_errno(), "syncfs")
    finally:
        os.close(number)


def used(folder: Path) -> int:
    """Return the bytes that are used on a folder's disk."""
    return shutil.disk_usage(folder).used


def _run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True)
