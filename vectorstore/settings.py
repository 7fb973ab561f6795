"""One typed object for everything that can be set.

Weakest first: the defaults here, ``citewire.toml`` in the working folder, environment variables
``CITEWIRE_*``, arguments.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from vectorstore.errors import SettingsError

CONFIG_FILE = "citewire.toml"


def default_data_dir() -> Path:
    """Return the platform's folder for a user's data, with our name."""
    return Path(platformdirs.user_data_dir("citewire", appauthor=False))


class Settings(BaseSettings):
    """All settings, checked."""

    model_config = SettingsConfigDict(
        env_prefix="CITEWIRE_",
        env_ignore_empty=True,
        toml_file=CONFIG_FILE,
        extra="forbid",
        frozen=True,
    )

    data_dir: Path = Field(
        default_factory=default_data_dir, description="the folder of the default library"
    )
    embedding_model: str = Field(
        default="all-MiniLM-L6-v2",
        min_length=1,
        description="all-MiniLM-L6-v2 (shipped), or the path or name of a "
        "sentence-transformers model",
    )
    candidates: int = Field(
        default=50, ge=1, le=1000, description="passages taken from each of the two searches"
    )
    abstention: Literal["strict", "balanced", "eager"] = Field(
        default="balanced",
        description="how sure an answer must be: docs/quality.md gives each level's precision",
    )
    threshold: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="an answer less probable than this is an abstention; takes the level's place",
    )
    evidence_model: str = Field(
        default="citewire-reader-5",
        min_length=1,
        description="citewire-reader-5 (shipped), or the path or name of a cross-encoder, for "
        "which citewire calibrate makes probabilities",
    )
    max_statements: int = Field(
        default=12, ge=1, le=100, description="statements in one answer, at most"
    )
    allow_private_addresses: bool = Field(
        default=False,
        description="whether pages of this machine and of private networks may be fetched",
    )
    web_delay: float = Field(
        default=1.0, ge=0, le=3600, description="seconds between two requests to one host"
    )
    web_seconds: float = Field(
        default=60.0, gt=0, le=3600, description="seconds that one page may take"
    )
    web_megabytes: float = Field(
        default=20.0, gt=0, le=1000, description="size of one page, decompressed, at most"
    )
    web_pages: int = Field(
        default=1000, ge=1, description="pages that one feed or sitemap leads to, at most"
    )
    host: str = Field(default="127.0.0.1", description="the address the web chat listens on")
    port: int = Field(default=7860, ge=0, le=65535, description="the port of the web chat")
    auth: str | None = Field(
        default=None,
        pattern=r"^[^:]+:.+$",
        description="user:password asked for by the web chat",
        repr=False,
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources, strongest first."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @classmethod
    def load(cls, **arguments: Any) -> Settings:  # noqa: ANN401 - any field's value
        """Read all sources; an argument that is ``None`` counts as not given.

        Raises SettingsError with one line a wrong value.
        """
        given = {name: value for name, value in arguments.items() if value is not None}
        try:
            return cls(**given)
        except ValidationError as error:
            wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            raise SettingsError(
                f"A setting is wrong: {wrong}.",
                "Nothing was changed.",
                f"Look at {CONFIG_FILE}, the CITEWIRE_* variables and the arguments.",
            ) from error
        except (ValueError, OSError) as error:  # a citewire.toml that is not TOML, or no file
            raise SettingsError(
                f"{CONFIG_FILE} cannot be read: {error}.", "Nothing was changed.", "Mend the file."
            ) from error
