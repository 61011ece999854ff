"""Pictures: taken in from an editor, and given to whoever knows the address."""

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from questionbank import access, images
from questionbank.access import allowed
from questionbank.messages import Refused
from questionbank.models import Picture

# Wide enough for the workbench's own previews.
PREVIEW = 640


@require_POST
@allowed("write")
def upload(request: HttpRequest) -> JsonResponse:
    """Keep a picture: a form's file, under any field name, or the request's whole body.

    The file's own name is never read.
    """
    try:
        picture = images.store(_sent(request), access.editor(request))
    except Refused as refused:
        return JsonResponse({"code": "refused", "message": refused.faults[0].why}, status=400)
    return JsonResponse(_told(picture))


@require_safe
def picture(_request: HttpRequest, name: str, width: str) -> HttpResponse:
    """A picture's file. Contestants need it, too: knowing the address is the permission."""
    data = images.read(name, int(width))
    if data is None:
        raise Http404
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type="image/webp", headers=headers)


def _sent(request: HttpRequest) -> bytes:
    """What was sent, cut off behind the largest size that is accepted plus one."""
    most = images.MOST_BYTES + 1
    if request.content_type == "multipart/form-data":
        file = next(iter(request.FILES.values()), None)
        return file.read(most) if isinstance(file, UploadedFile) else b""
    return request.read(most)


def _told(picture: Picture) -> dict[str, str | int]:
    return {
        "digest": picture.digest,
        "src": images.address(picture, PREVIEW),
        "width": picture.width,
        "height": picture.height,
    }
