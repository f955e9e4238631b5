"""Every use case, one short function each: reads like the guide, top to bottom.

receiving 收件 → evidence 核材料 → deciding 受理审核 → issuing 出证 → delivering 送达 → verifying 核验 → archiving 归档
"""
