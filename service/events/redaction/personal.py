"""What personal data and secrets look like in prompts, programs and answers, so that nothing of a scene looks like them.

Each pattern begins where nothing before it could belong to the same value, and what it repeats has an end: a hostile
text costs no more than another. `holds` says of a match whether it is one: most numbers of a scene are no phone.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from detect_secrets.plugins.aws import AWSKeyDetector
from detect_secrets.plugins.azure_storage_key import AzureStorageKeyDetector
from detect_secrets.plugins.base import RegexBasedDetector
from detect_secrets.plugins.discord import DiscordBotTokenDetector
from detect_secrets.plugins.github_token import GitHubTokenDetector
from detect_secrets.plugins.gitlab_token import GitLabTokenDetector
from detect_secrets.plugins.mailchimp import MailchimpDetector
from detect_secrets.plugins.pypi_token import PypiTokenDetector
from detect_secrets.plugins.sendgrid import SendGridDetector
from detect_secrets.plugins.slack import SlackDetector
from detect_secrets.plugins.square_oauth import SquareOAuthDetector
from detect_secrets.plugins.stripe import StripeDetector
from detect_secrets.plugins.telegram_token import TelegramBotTokenDetector
from detect_secrets.plugins.twilio import TwilioKeyDetector

from service.api.keys import SHAPE

DETECTORS: tuple[type[RegexBasedDetector], ...] = (
    AWSKeyDetector,
    AzureStorageKeyDetector,
    DiscordBotTokenDetector,
    GitHubTokenDetector,
    GitLabTokenDetector,
    MailchimpDetector,
    PypiTokenDetector,
    SendGridDetector,
    SlackDetector,
    SquareOAuthDetector,
    StripeDetector,
    TelegramBotTokenDetector,
    TwilioKeyDetector,
)
"""Those of detect-secrets that know a key by its form: to those that go by entropy or names, programs are full of keys."""
SHORTEST_KEY = 20
ENDINGS = (
    "com|org|net|edu|gov|mil|int|info|biz|name|dev|app|cloud|online|email|xyz|tech|school|academy|university|"
    "a[cdefgilmoqrstuwxz]|b[abdefghijmnorstvwyz]|c[acdfghiklmnoruvwxyz]|d[ejkmoz]|e[cegrstu]|f[ijkmor]|"
    "g[abdefghilmnpqrstuwy]|h[kmnrtu]|i[delmnoqrst]|j[emop]|k[eghimnprwyz]|l[abcikrstuvy]|m[acdeghklmnopqrstuvwxyz]|"
    "n[acefgilopruz]|om|p[aefghklmnrstwy]|qa|r[eosuw]|s[abcdeghijklmnorstvxyz]|t[cdfghjklmnortvwz]|u[agksyz]|"
    "v[aceginu]|w[fs]|y[et]|z[amw]"
)
"""How the names of mail servers end: `weights@layer.values` is a product of matrices."""


@dataclass(frozen=True)
class Rule:
    """What is hidden: the group `value` of a match, or all of it where there is none, if it `holds`."""

    kind: str
    """What stands in its place: <kind 1>."""
    pattern: re.Pattern[str]
    needs: str = ""
    """What a text that has it must have in it."""
    holds: Callable[[str], bool] = bool


def _of_detectors() -> Iterator[Rule]:
    """Give the forms of keys that detect-secrets knows; where a part of one is the key, that is the longest group."""
    for pattern in (each for detector in DETECTORS for each in detector().denylist):
        yield Rule("key", pattern)


def _mixed(value: str) -> bool:
    """Return whether there are letters and digits in it, as in no word."""
    return any(map(str.isdigit, value)) and any(map(str.isalpha, value))


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _is_card(text: str) -> bool:
    """Return whether the digits are those of a payment card, by the formula of Luhn."""
    digits = [int(digit) for digit in reversed(_digits(text))]
    doubled = [2 * digit - 9 * (digit > 4) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _is_account(text: str) -> bool:
    """Return whether it is an IBAN: the letters as numbers, it leaves 1 when divided by 97."""
    packed = text.replace(" ", "")
    return (
        15 <= len(packed) <= 34 and int("".join(str(int(c, 36)) for c in packed[4:] + packed[:4])) % 97 == 1
    )


def _is_address(text: str) -> bool:
    """Return whether it is an address in the internet, not one that everybody's machine has."""
    try:
        return ipaddress.ip_address(text).is_global
    except ValueError:
        return False


def _is_phone(text: str) -> bool:
    """Return whether there are as many digits as a telephone has, and not the noughts and ones of a computer."""
    digits = _digits(text)
    return 8 <= len(digits) <= 15 and not set(digits) <= {"0", "1"}


def _rule(kind: str, pattern: str, needs: str = "", holds: Callable[[str], bool] = bool) -> Rule:
    return Rule(kind, re.compile(pattern), needs, holds)


RULES = (
    _rule(
        "key", r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----[\w\s+/=:,.\\\"'-]{0,10000}", "PRIVATE KEY"
    ),
    _rule("key", rf"(?P<value>{SHAPE.pattern})", "rot_"),
    *_of_detectors(),
    _rule(
        "key",
        r"(?:sk|pat)-(?<![\w-]sk-)(?<![\w-]pat-)(?:[a-z]{1,12}\d{0,3}-){0,3}[A-Za-z0-9_]{20,400}[\w-]{0,400}",
        "-",
        _mixed,
    ),
    _rule("key", r"AIza[\w-]{35}(?![\w-])", "AIza"),
    _rule("key", r"(?:hf|gsk|npm|r8|csk|tgp_v1)_[A-Za-z0-9_-]{20,200}", "_", _mixed),
    _rule("key", r"(?:xai|pplx|github_pat)[-_][A-Za-z0-9_]{20,200}", holds=_mixed),
    _rule("key", r"eyJ(?<![\w-]eyJ)[\w-]{10,4000}\.[\w-]{10,8000}(?:\.[\w-]{0,2000})?", "eyJ"),
    _rule("key", r"(?i)(?:bearer|basic) {1,4}(?P<value>[\w.~+/=-]{20,4000}+)", holds=_mixed),
    _rule("key", r"(?<=://)(?P<value>[^\s:/@\"'<>]{0,100}:[^\s/@\"'<>]{1,200})(?=@)", "://"),
    _rule(
        "key",
        r"(?i)[?&](?:[a-z]{0,20}[_-]?(?:token|key|secret|signature|password|passwd|credential)|auth|sig|session(?:_?id)?)"
        r"=(?P<value>[^\s&#\"'<>)]{6,2000}+)",
        "=",
    ),
    _rule(
        "key",
        r"(?i)(?:api[_ -]?key|secret[_ -]?key|access[_ -]?key|client[_ -]?secret|auth[_ -]?token|"
        r"access[_ -]?token|password|passwd|secret)[\"']?\s{0,4}(?:[:=]|is)\s{0,4}[\"']?"
        r"(?P<value>[^\s\"'<>,;()\[\]{}\\]{8,400}+)(?![(\[{])",
        holds=_mixed,
    ),
    _rule(
        "email",
        rf"(?i)(?<![\w.+-])[a-z0-9][\w.+-]{{0,63}}@(?:[a-z0-9-]{{1,63}}\.){{1,6}}(?-i:{ENDINGS}|{ENDINGS.upper()})(?![\w(\[@-])",
        "@",
    ),
    _rule(
        "iban", r"[A-Z]{2}\d{2}(?<!\w....)(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?!\w)", holds=_is_account
    ),
    _rule(
        "card",
        r"(?:4\d|5[1-5]|2[2-7]|6[05])(?<![\w./]..)\d\d([ -]?)\d{4}\1\d{4}\1\d{4}(?!\w|\.\d)",
        holds=_is_card,
    ),
    _rule("card", r"3[47](?<![\w./]..)\d{2}([ -]?)\d{6}\1\d{5}(?!\w|\.\d)", holds=_is_card),
    _rule("ip", r"\d(?<![\w.].)\d{0,2}\.(?:\d{1,3}\.){2}\d{1,3}(?!\w|\.\d)", ".", _is_address),
    _rule("ip", r"2[0-9A-Fa-f]{3}:(?<![\w:.].{5})[0-9A-Fa-f:]{3,35}(?![\w:])", ":", _is_address),
    _rule(
        "phone",
        r"\+(?<![\w+)\]].)(?!\d+\.\d+(?![.\d])|\d{4}-\d\d-)[1-9]\d{0,2}(?:[ .-]?(?:\(0?\d{1,4}\)|\d{2,12})){1,6}(?![\w.]\d|\w)",
        "+",
        _is_phone,
    ),
    _rule(
        "phone",
        r"(?:\((?<![\w.,+-].))?[2-9](?<![\w.,+-].)\d\d(?:\) ?|([.-]))[2-9]\d\d[.-]\d{4}(?![\w.-])",
        holds=_is_phone,
    ),
    _rule(
        "phone",
        r"0[1-9](?<![\w.,+-]..)\d{1,4}(?:\) ?|[ /-])\d{3,8}(?:[ -]\d{2,6}){0,3}(?![\w.,-]\w|\w)",
        holds=_is_phone,
    ),
    _rule(
        "phone",
        r"(?i)(?:tel(?<!\wtel)|phone|telefon|mobile|handy|whatsapp|call me (?:at|on))(?: ?number)?(?: is)?[.:]?\s{0,3}"
        r"(?P<value>\+?\(?\d[\d ()/.-]{6,20}\d)(?!\w)",
        holds=_is_phone,
    ),
    _rule("user", r"/(?<![\w.].)(?:home|Users)/(?P<value>[^\s/\"'<>:,;()|]{1,64}+)", "/"),
    _rule("user", r"(?i)(?<!\w)[a-z]:\\{1,2}Users\\{1,2}(?P<value>[^\\/\"'<>|\n:]{1,64}+)", "Users"),
)
"""Secrets first: a number in a key is no telephone."""
