"""``make screenshots``: every page of the sample enterprise in out/screenshots, at two sizes and in the dark theme.

Fails when Qt warns of anything or an operation crashes.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from installer.studio import Studio

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out" / "screenshots"
SAMPLES = ROOT / "tests" / "data" / "samples"
TODAY = "2026-10-20"
LOOKS = (("1440x900", 1440, 900, "light"), ("1366x768", 1366, 768, "light"), ("dark", 1440, 900, "dark"))


def main() -> int:
    """Take all pictures; 1 when something was said that should not be."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="qmsdesk-screenshots-") as place:
        home = Path(place) / "home"
        home.mkdir()
        os.environ |= {"QT_QPA_PLATFORM": "offscreen", "QMSDESK_TODAY": TODAY, "QMSDESK_HOME": str(home)}
        os.environ.setdefault("LC_ALL", "C.UTF-8")
        from installer.studio import Studio
        from qmsdesk.services import sample

        built = Path(place) / "sample"
        sample.build(built)
        studio = Studio(OUT, home)
        for look, width, height, mode in LOOKS:
            folder = Path(place) / look / "恒岩示例"
            shutil.copytree(built, folder)
            studio.dress(look, width, height, mode)
            take(studio, folder)
        studio.office.welcome()
        studio.window.close()
        form(built)
    for problem in studio.problems:
        print(problem, file=sys.stderr)
    return 1 if studio.problems else 0


def take(studio: Studio, folder: Path) -> None:
    """All pages in one size and theme."""
    office = studio.office
    office.welcome()
    studio.settle()
    studio.shot("welcome")
    studio.dialog("dialog_new_enterprise", office.create)
    studio.dialog("dialog_operator", lambda: office.open(folder))
    if not office.open(folder, "何静"):
        raise RuntimeError("the sample enterprise does not open")
    studio.settle()
    pages(studio)
    documents(studio)
    indicators(studio)
    evaluation(studio)
    importing(studio)
    bundling(studio, folder.parent)
    studio.page("settings")
    studio.shot("settings")
    around(studio)
    office.welcome()
    studio.settle()
    studio.shot("welcome_recent")


def pages(studio: Studio) -> None:
    """Every entry of the sidebar and every tab on it; lists with their first record at hand."""
    sitting = studio.office.sitting
    assert sitting is not None
    from qmsdesk.services import reading
    from qmsdesk.views.register.page import RegisterPage

    for place, spec in enumerate(spec for spec in studio.window.pages.specs() if not spec.hidden):
        for key in spec.all_keys[1:] or spec.all_keys:
            page = studio.page(key)
            if isinstance(page, RegisterPage) and (ids := list(reading.Query(page.register).ids(sitting.db))):
                page.show_target(ids[0])
                studio.settle()
            studio.shot(f"{place:02}_{key}")


def documents(studio: Studio) -> None:
    """The list of documents with each tab of the pane, filtered, empty and pasted into."""
    sitting = studio.office.sitting
    assert sitting is not None
    from qmsdesk.models.documents import Document
    from qmsdesk.services import reading

    draft = reading.rows(sitting.db, Document, Document.status == "draft", Document.void_reason == "")[0]
    studio.page("document", draft.id)
    studio.shot("document")
    page: Any = studio.page("document")
    for place in range(1, page.pane.tabs.count()):
        page.pane.tabs.setCurrentIndex(place)
        studio.settle()
        studio.shot(f"document_tab{place}")
    page.pane.tabs.setCurrentIndex(0)
    page.panel.search.setText("检验")
    studio.settle()
    studio.shot("document_search")
    page.panel.search.setText("没有这样的文件")
    studio.settle()
    studio.shot("document_nothing_found")
    page.panel.clear_filters()
    page.new_record()
    studio.settle()
    studio.shot("document_new")
    page.follow.drop_blank()
    studio.app.clipboard().setText("HY-QP-90\t来料检验程序\t程序文件\nHY-QP-91\t出货检验程序\t没有的类别\n")
    studio.dialog("dialog_paste", page.table.paste_asked.emit)


def indicators(studio: Studio) -> None:
    """The indicator with the loss rate, its definition, and a month that is refused."""
    from qmsdesk.models.indicators import Indicator
    from qmsdesk.services import reading
    from qmsdesk.views.indicators.page import Target

    sitting = studio.office.sitting
    assert sitting is not None
    rows = reading.rows(sitting.db, Indicator)
    loss = next(row for row in rows if row["name"] == "质量损失率")
    first = next(row for row in rows if row["kind"] == "ratio")
    studio.page("indicators", Target(loss["number"]))
    studio.shot("indicators")
    page: Any = studio.page("indicators", Target(first["number"]))
    studio.shot("indicators_ratio")
    studio.dialog("dialog_definition", page.edit_definition)
    studio.dialog("dialog_evidence", page.show_files)
    studio.dialog("dialog_preview", page.print_page)


def evaluation(studio: Studio) -> None:
    """表C.1: the draft, the final version before it, sources and comparison."""
    page: Any = studio.page("self_evaluation")
    studio.shot("self_evaluation")
    studio.dialog("dialog_sources", lambda: page.show_sources(page.model.rows[3]))
    studio.dialog("dialog_scale", page._change_scale)
    studio.dialog("dialog_compare", page.tools.compared.emit)
    studio.dialog("dialog_finalise", page.finalise)
    page.choose_version(1)
    studio.settle()
    studio.shot("self_evaluation_final")
    page.choose_version(0)


def importing(studio: Studio) -> None:
    """All steps of the import of a sheet as a workshop keeps it."""
    studio.page("document")
    page: Any = studio.page("import", "document")
    studio.shot("import_1_pick")
    studio.page("import", ("document", SAMPLES / "03_受控文件清单.xlsx"))
    studio.shot("import_2_check")
    page.start()
    studio.settle()
    studio.shot("import_4_done")
    studio.page("indicators")
    studio.page("import", ("indicator", SAMPLES / "01_指标一览.xlsx"))
    studio.shot("import_2_indicators")


def bundling(studio: Studio, out: Path) -> None:
    """All steps of the export."""
    studio.settings.setValue("bundle/folder", str(out))
    page: Any = studio.page("bundle")
    page.options.folder.setText(str(out))
    studio.shot("bundle_1_options")
    page.look()
    studio.settle()
    studio.shot("bundle_2_check")
    page.generate()
    job = studio.window.jobs.current()
    assert job is not None
    studio.until(lambda: job.total > 0 and (job.done * 5 > job.total or studio.window.jobs.current() is not job))
    studio.shot("bundle_3_making")
    studio.settle()
    studio.shot("bundle_4_result")
    studio.dialog("dialog_past_bundles", page.show_past)


def around(studio: Studio) -> None:
    """What lies over the pages: palette, help, a message, a question, the folded sidebar."""
    window = studio.window
    studio.page("document")
    window.palette_box.open()
    window.palette_box.box.setText("检验")
    studio.settle()
    studio.shot("palette")
    window.palette_box.close_up()
    window.help_requested.emit("1023/6.7.2.3 b)")
    window.messages.note("warn", "示例提示：这里说明出了什么问题，以及怎样处理。", "查看")
    window.messages.done("已移入回收站 1 条", lambda: None)
    studio.settle()
    studio.shot("help_and_messages")
    window.pages.page("document").messages.clear()
    window.ask_help()
    studio.settle()
    studio.shot("help")
    studio.dialog(
        "dialog_question",
        lambda: window.messages.ask("作废这份文件？", "作废后不能恢复，引用它的记录不受影响。", "作废"),
    )


def form(workspace: Path) -> None:
    """表C.1 as it is printed."""
    from qmsdesk import clock
    from qmsdesk.models.workspace import open_workspace
    from qmsdesk.reports import catalogue
    from qmsdesk.views.pdf_pages import PdfPages

    now = clock.from_environment()
    with open_workspace(workspace, now, write=False) as opened:
        rendered = catalogue.render(opened.db, "C1", now.now())
    pages = PdfPages(rendered.data)
    for place in range(len(pages)):
        name = f"print_C1_{place + 1}.png"
        pages.image(place, 1.5).save(str(OUT / name))
        print(name)
    pages.close()


if __name__ == "__main__":
    sys.exit(main())
