"""Getting a file: where to download it from. Not here: the download itself (`endpoint`) and uploads
(`requests`).
"""

from aiogram.methods import GetFile
from aiogram.types import File as ApiFile

from sandbox.api.calls import Call
from sandbox.api.refusals import bad_request
from sandbox.files import MOST_DOWNLOAD_BYTES


def get_file(call: Call, request: GetFile) -> ApiFile:
    file = call.world.files.get(request.file_id)
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > MOST_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return ApiFile(file_id=file.id, file_unique_id=file.unique_id, file_size=len(file.content), file_path=file.path)
