"""Encodings that are guessed: Turkish beside Western letters, Chinese beside Cyrillic ones."""

from pathlib import Path

import pytest

from core.data.reading.encoding import convert_to_utf8
from core.data.reading.source import Source

TURKISH = "Müşteri;Şehir;Bölge\n" + "Ayşe Çağlar;Muğla;3\nGülşen Doğan;Eskişehir;4\n" * 30
ICELANDIC = "Viðskiptavinur;Bær\n" + "Þórður Ástþórsson;Ísafjörður\nGuðrún;Reykjavík\n" * 30
CHINESE = "订单编号,下单时间,客户编号,实付金额\n" + "1040,2024/03/01,C01,12.5\n" * 40
RUSSIAN = "Номер заказа;Клиент;Город\n" + "12;Анна Петрова;Москва\n13;«Ромашка»;Санкт-Петербург\n" * 30
GERMAN = "Kunde;Straße;Größe\n" + "Müller;Hauptstraße;klein\nGroß;Ährenweg;groß\n" * 30


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TURKISH, "cp1254"),
        (ICELANDIC, "cp1252"),
        (CHINESE, "gb18030"),
        (RUSSIAN, "cp1251"),
        (GERMAN, "cp1252"),
    ],
)
def test_text_of_an_encoding_is_read_as_it_was_written(
    text: str, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    source, notices = convert_to_utf8(Source(path, "a.csv", tmp_path))
    assert source.path.read_text("utf-8") == text
    assert notices
