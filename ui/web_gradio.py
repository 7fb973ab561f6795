"""Gradio, imported so that it calls nobody, and the look of the page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

# Gradio reads these when it is imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import gradio as gr

__all__ = ["asset", "gr", "theme", "upload_folder"]

_ASSETS = Path(__file__).with_name("assets")

_SANS = ("ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


def asset(name: str) -> str:
    """Return the text of a file in ``ui/assets``."""
    return (_ASSETS / name).read_text(encoding="utf-8")


def upload_folder() -> Path:
    """Return the folder in which Gradio lays down what is uploaded: ``GRADIO_TEMP_DIR``."""
    return Path(gr.utils.get_upload_folder()).resolve()


def theme() -> Any:  # noqa: ANN401 - Gradio has no types
    """Return a theme of system fonts: Gradio's own would be fetched from elsewhere."""
    return gr.themes.Base(
        primary_hue="slate", neutral_hue="stone", font=list(_SANS), font_mono=list(_MONO)
    )
