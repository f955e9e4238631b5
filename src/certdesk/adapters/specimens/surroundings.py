"""What stands around a document on real pictures: a plastic cover, a seal, a conversation, a desktop."""

import random
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

from certdesk.adapters.specimens.canvas import font, write

LETTERS: Final = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
)
BUBBLES: Final = 14  # in a conversation


def under_plastic(image: Image.Image, chance: random.Random) -> Image.Image:
    """Lay a scratched film over it: haze, streaks of light, a bright fold."""
    haze = Image.blend(image, Image.new("RGB", image.size, (232, 236, 240)), 0.22)
    light = Image.new("L", image.size)
    pen = ImageDraw.Draw(light)
    for _ in range(5):
        x, width = chance.randrange(image.width), chance.randrange(6, 46)
        pen.line((x, 0, x + image.height // 2, image.height), fill=chance.randrange(60, 150), width=width)
    for _ in range(24):
        x, y = chance.randrange(image.width), chance.randrange(image.height)
        pen.line((x, y, x + chance.randrange(-160, 160), y + chance.randrange(-60, 60)), fill=110, width=1)
    return Image.composite(Image.new("RGB", image.size, "white"), haze, light.filter(ImageFilter.GaussianBlur(5)))


def sealed(image: Image.Image, chance: random.Random) -> Image.Image:
    """Put a red seal across the page and a note in pen at its edge."""
    layer = Image.new("RGBA", image.size)
    pen = ImageDraw.Draw(layer)
    reach = min(image.size) // 6
    x, y = chance.randrange(reach, image.width - reach), chance.randrange(image.height // 2, image.height - reach)
    pen.ellipse((x - reach, y - reach, x + reach, y + reach), outline=(196, 30, 36, 120), width=8)
    pen.text((x, y), "★", font=font(reach), fill=(196, 30, 36, 110), anchor="mm")
    pen.text((40, image.height - 60), "复印件与原件一致", font=font(34, serif=True), fill=(20, 40, 160, 200))
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


def in_a_chat(shot: Image.Image, chance: random.Random) -> Image.Image:
    """Stand the screenshot in a long picture of a conversation."""
    scaled = shot.resize((760, round(shot.height * 760 / shot.width)))
    sheet = Image.new("RGB", (1080, scaled.height + 2600), (237, 237, 237))
    pen = ImageDraw.Draw(sheet)
    top = 60
    for number in range(BUBBLES):
        if number == BUBBLES // 2:
            sheet.paste(scaled, (160, top))
            top += scaled.height + 50
        left = 60 if number % 2 else 420
        pen.rounded_rectangle(
            (left, top, left + 600, top + 96), 16, fill=(255, 255, 255) if number % 2 else (149, 236, 105)
        )
        write(sheet, (left + 26, top + 26), "".join(chance.choices(LETTERS, k=13)), 40)
        top += 150
    return sheet.crop((0, 0, 1080, top))


def on_a_desktop(shot: Image.Image, *, dark: bool) -> Image.Image:
    """Show the page in a browser on a large screen, with other things around it."""
    ground = (30, 32, 38) if dark else (214, 224, 236)
    sheet = Image.new("RGB", (2560, 1440), ground)
    scale = min(1.2, 1900 / shot.width, 1240 / shot.height)
    scaled = shot.resize((round(shot.width * scale), round(shot.height * scale)))
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 1384, 2560, 1440), fill=(20, 20, 24))
    write(sheet, (2280, 1396), "14:05  2026/3/2", 26, fill=(240, 240, 240))
    write(sheet, (40, 60), "此电脑", 24, fill=(120, 120, 128))
    write(sheet, (40, 200), "回收站", 24, fill=(120, 120, 128))
    sheet.paste(scaled, (330, 60))
    return sheet
