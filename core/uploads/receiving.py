"""What is received of a file before any form looks at it: no more than the limit, whatever was sent."""

import io

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from core.uploads.refusing import MEGABYTE


class BoundedUpload(FileUploadHandler):
    """Stands before Django's own handlers: what a file has beyond the limit is passed over, not kept anywhere.

    The file then arrives empty, with the size it was sent with, so that its form can say so beside the field.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.limit = MEGABYTE * max(settings.UPLOAD_FILE_MB, settings.UPLOAD_PICTURE_MB)
        self.is_too_large = False

    def receive_data_chunk(self, raw_data, start):
        self.is_too_large = self.is_too_large or start + len(raw_data) > self.limit
        return None if self.is_too_large else raw_data

    def file_complete(self, file_size):
        if not self.is_too_large:
            return None
        return UploadedFile(io.BytesIO(), self.file_name, self.content_type, file_size, self.charset)
