"""``python -m citewire`` is the command ``citewire``."""

from ui.cli import main

if __name__ == "__main__":
    main()
