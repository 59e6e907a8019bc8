"""The sentences about what a hall's file says of people and of telling them, by message id."""

DESK = {
    "no_contact": ("没有联系人 {name}{hint}", "there is no contact {name}{hint}"),
    "no_skill": (
        "{name} 不是驱动名，也不是本厅的设备或区域{hint}",
        "{name} is no driver, and no device or area of this hall{hint}",
    ),
    "no_channel": ("没有通知通道 {name}{hint}", "there is no channel {name}{hint}"),
    "channel_lacks": ("{kind} 通道还需要 {name}", "a channel of kind {kind} needs {name}"),
    "channel_extra": ("{kind} 通道没有 {name}", "a channel of kind {kind} has no {name}"),
    "needs_address": ("{kind} 通道需要写明 to", "a channel of kind {kind} needs to know to whom: to"),
    "not_mail": ("{name} 不是邮件通道", "{name} is no channel of kind email"),
    "inbox_lacks": ("{kind} 收件箱还需要 {name}", "an inbox of kind {kind} needs {name}"),
    "wall_time": ("时间写成 08:00", "a time of day is written 08:00"),
    "weekdays": ("日期写成 mon-fri 或 sat", "days are written mon-fri, or sat"),
    "open_hours": ("时段写成 09:00-12:00，且不重叠", "hours are written 09:00-12:00, and do not overlap"),
    "no_open_hours": ("一周内至少要有一段办公时间", "a week needs some open hours"),
    "plan_too_late": (
        "{grade} 级的计划目标须早于修复时限",
        "the plan for class {grade} has to be earlier than its limit for the repair",
    ),
    "duty_backwards": ("值班的 until 须晚于 from", "a duty ends after it begins"),
    "secret_spelling": (
        "whsec_ 之后须为 base64",
        "after whsec_ comes base64, as Standard Webhooks have it",
    ),
    "mail_address": ("不是邮件地址", "is no mail address"),
    "web_local": (
        "此地址只在本网段有效（链路本地、组播或未指定），消息不能发往那里",
        "messages do not go to this address: it is link-local, for many, or none",
    ),
    "web_address": ("网址应以 http:// 或 https:// 开头", "an address begins with http:// or https://"),
    "duty": (
        "值班应写明 days（每周），或 from 与 until 的日期时间",
        "a duty has days (weekly), or from and until with a date",
    ),
    "percent": ("百分比应为 50、80、100、150 之一", "a percentage is one of 50, 80, 100 and 150"),
}
