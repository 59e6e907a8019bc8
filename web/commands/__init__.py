"""The commands of `auditorium`, one module each.

A command's module has `add_arguments(parser)` and `run(args) -> int` (0 ok, 1 failed, 2 usage, 3 degraded)
and is imported only when it is the one asked for; its parser may hold any argument but `command` and `lang`.
A command is listed once its module is there. `args.lang` is the language to speak: `en` or `zh-CN`.
"""

# In the order of the help: the name, and what it does in English and in Chinese.
COMMANDS = {
    "demo": (
        "start a simulated hall and its service, and say what to try",
        "启动模拟礼堂和控制服务，并提示可以试什么",
    ),
    "serve": ("run the service of a hall", "运行一座礼堂的控制服务"),
    "simulate": ("run the simulators of a hall's devices", "运行一座礼堂各设备的模拟器"),
    "check": ("validate a hall's file: devices, scenes, topology", "检查礼堂配置文件：设备、场景、拓扑"),
    "drivers": ("list the drivers, or show one", "列出驱动，或查看其中一个"),
    "device": ("read, set and trace the devices of a running hall", "读取、设置、跟踪运行中礼堂的设备"),
    "scene": ("list, preview and run scenes", "列出、预览、运行场景"),
    "readiness": ("sweep the devices before doors, check a sheet", "开场前检查设备，核验检查单"),
    "fault": ("list the standing faults", "列出当前故障"),
    "maintenance": ("announce, list and end maintenance windows", "登记、列出、结束维护时间"),
    "ticket": ("list and show repair tickets", "列出、查看报修工单"),
    "report": ("make a report: the contract, the alarms, a hand-over", "生成报告：服务水平、告警质量、交接"),
    "calendar": ("show the working calendar, take holidays from a file", "查看工作日历，导入节假日文件"),
    "user": ("add and list accounts, set passwords", "添加、列出账号，设置密码"),
    "token": ("make a token for a script or another system", "为脚本或其他系统生成令牌"),
    "record": ("talk to a real device and write a transcript", "与真实设备通信并写下通信记录"),
    "discover": ("look for devices on a network, when asked", "在网络中查找设备（仅在要求时）"),
    "doctor": ("look for what is missing on this machine", "检查本机缺少什么"),
    "backup": ("save data and configuration in one file", "把数据和配置存为一个文件"),
    "restore": ("bring a backup back", "从备份恢复"),
    "config": ("print the schema of a hall's file", "输出礼堂配置文件的结构定义"),
}
