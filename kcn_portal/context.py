"""What every page needs: the Board, its own addresses in both languages."""


def page(request):
    return {}
