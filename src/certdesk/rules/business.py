"""The three businesses of the guide and the four things a decision can come to."""

from enum import StrEnum


class Business(StrEnum):
    """What the applicant asks for (G-13)."""

    LOST = "lost"  # 证书丢失
    OVERSEAS = "overseas"  # 出国换证
    CORRECTION = "correction"  # 证书错误信息更改


class Outcome(StrEnum):
    """What the rules lead to (G-02, G-03)."""

    PROOF = "proof"  # 书面证明
    REISSUE = "reissue"  # 补发
    EXCHANGE = "exchange"  # 换发
    DECLINE = "decline"  # 不予受理
    NEEDS_OFFICER = "needs_officer"  # 需人工判断


class Material(StrEnum):
    """What the applicant hands in (G-09, G-10, G-11)."""

    ID_PORTRAIT_SIDE = "id_portrait_side"  # 身份证人像面
    ID_EMBLEM_SIDE = "id_emblem_side"  # 身份证国徽面
    LOOKUP_SCREENSHOT = "lookup_screenshot"  # 查询结果截图
    ORIGINAL_CERTIFICATE = "original_certificate"  # 证书原件照片


class DeliveryMethod(StrEnum):
    """How the letter reaches the holder (G-17, G-18)."""

    POST = "post"  # 邮寄到付
    PICKUP = "pickup"  # 自取
