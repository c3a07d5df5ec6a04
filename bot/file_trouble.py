"""Why a file could not be read or written, in words that a person understands."""

from __future__ import annotations

import errno

_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这个磁盘只能读，不能写",
    errno.ENOSPC: "磁盘满了",
    errno.ENOENT: "没有这个文件夹",
    errno.EEXIST: "那里有一个同名的文件，不是文件夹",
    errno.ENOTDIR: "路径中间有一段是文件，不是文件夹",
    errno.EISDIR: "那里有一个同名的文件夹，不是文件",
    errno.ENAMETOOLONG: "名字太长",
}


def file_trouble(error: OSError) -> str:
    """Return one sentence: which file, and what is wrong with it."""
    why = _REASONS.get(error.errno or 0, error.strerror or str(error))
    return f"{error.filename}：{why}" if error.filename else why
