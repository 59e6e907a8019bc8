"""When the disk or the database does not take what it is given: what went wrong, in words a technician can
use.
"""

from controller.record.lines import Sentence

_KEPT_ZH = "设备控制照常；新记录暂存在内存中，尚未保存，断电会丢失。"
_KEPT_EN = "The hall goes on; new records wait in memory, are not saved yet, and a power cut would lose them."

_CAUSES = (
    ("disk is full", "磁盘已满：请立即清理空间。", "The disk is full: free some space now."),
    (
        "readonly",
        "数据目录不可写：请检查权限与磁盘。",
        "The data folder cannot be written: check its rights and the disk.",
    ),
    (
        "unable to open",
        "数据文件打不开：请检查数据目录。",
        "The data file cannot be opened: check the data folder.",
    ),
    ("i/o error", "磁盘读写出错：请检查或更换磁盘。", "The disk reports errors: check it, or replace it."),
    ("malformed", "数据文件已损坏：请恢复备份。", "The data file is damaged: restore a backup."),
    ("locked", "数据文件被其他程序占用。", "Another program keeps the data file locked."),
    ("foreign writer", "另一个程序写入了本记录。", "Another program has written to this record."),
    ("connect", "数据库连接中断。", "The connection to the database is lost."),
)


class DiskTrouble(Exception):
    """A batch could not be committed; it is kept and tried again. `sentence` is for people, the text for
    the log.
    """

    def __init__(self, error: object) -> None:
        super().__init__(str(error))
        self.sentence = sentence(str(error))


def sentence(error: str) -> Sentence:
    """The banner for an error of the database, in both languages."""
    for mark, zh, en in _CAUSES:
        if mark in error.lower():
            return {"zh": zh + _KEPT_ZH, "en": f"{en} {_KEPT_EN}"}
    return {"zh": "记录无法保存。" + _KEPT_ZH, "en": f"Records cannot be saved. {_KEPT_EN}"}


ENDED: Sentence = {
    "zh": "记录服务已停止：新记录不再保存，请重新启动服务。" + _KEPT_ZH,
    "en": f"The journal's writer has died: restart the service. {_KEPT_EN}",
}
