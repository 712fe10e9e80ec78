"""A picture, where any will do."""

import io

from PIL import Image


def picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (720, 396), "#88aacc").save(target, "PNG")
    return target.getvalue()
