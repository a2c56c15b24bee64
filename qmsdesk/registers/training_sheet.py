"""How 分层培训 reads and writes as a sheet: 年度培训计划 (QR-7.2-01) and 培训记录 (QR-7.2-02) as firms keep them."""

from __future__ import annotations

from qmsdesk.i18n import _
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers.sheet import Sheet

SHEET = Sheet(
    key=(Training.topic, Training.planned_on),
    states=True,
    synonyms={
        Training.topic: (_("主题"), _("培训内容"), _("培训名称"), _("培训课题"), _("课程"), _("课程名称")),
        Training.tiers: (_("层级"), _("培训层次"), _("培训对象"), _("参加对象"), _("对象")),
        Training.subjects: (_("要点"), _("培训要点"), _("规定要点")),
        Training.mode: (_("形式"), _("方式"), _("培训方式")),
        Training.planned_on: (_("计划时间"), _("计划培训日期"), _("拟定日期"), _("计划日")),
        Training.held_on: (_("日期"), _("时间"), _("培训日期"), _("培训时间"), _("实施日"), _("实施时间")),
        Training.hours: (_("课时"), _("时长"), _("培训学时"), _("学时（h）")),
        Training.trainer: (_("授课人"), _("培训讲师"), _("培训师"), _("主讲人"), _("讲师姓名")),
        Training.party: (_("机构"), _("培训机构"), _("授课单位")),
        Training.place: (_("地点"), _("培训场所")),
        Training.material: (_("培训教材"), _("资料")),
        Training.content: (_("摘要"), _("培训内容摘要")),
        Training.exam: (_("考核"), _("考核形式")),
        Training.pass_mark: (_("合格线"), _("及格分")),
        Training.document: (_("相关文件"),),
        Training.method: (_("评价方式"), _("有效性评价方式")),
        Training.criterion: (_("判定规则"), _("标准")),
        Training.conclusion: (_("效果结论"), _("评价结论"), _("效果评价"), _("有效性评价")),
        Training.follow_up: (_("未通过处理"), _("跟踪措施")),
        Attendance.person: (_("培训人员"), _("参加人"), _("参加人员"), _("签名")),
        Attendance.present: (_("签到"), _("是否到场"), _("出席")),
        Attendance.score: (_("考核成绩"), _("得分"), _("分数")),
        Attendance.result: (_("是否合格"), _("考核结论")),
    },
    choices={
        Training.tiers: {
            _("企业负责人"): ("a", "b"),
            _("领导层"): ("b",),
            _("高层"): ("b",),
            _("管理层"): ("b",),
            _("体系主管"): ("c",),
            _("体系主管部门"): ("c",),
            _("制度建设"): ("c",),
            _("制度建设成员"): ("c",),
            _("班组长"): ("d",),
            _("基层"): ("d",),
            _("基层技术质量"): ("d",),
            _("全员"): ("a",),
            _("全体员工"): ("a",),
        },
        Training.mode: {
            _("内训"): ("class",),
            _("内部培训"): ("class",),
            _("授课"): ("class",),
            _("讲授"): ("class",),
            _("外训"): ("outside",),
            _("外部培训"): ("outside",),
            _("现场"): ("practice",),
            _("师带徒"): ("practice",),
        },
        Training.exam: {_("考试"): ("written",), _("实操考核"): ("practice",), _("观察"): ("observation",),
                        _("跟踪"): ("follow",), _("无"): ("none",)},
        Training.status: {
            _("计划中"): ("planned",),
            _("未实施"): ("planned",),
            _("已完成"): ("held",),
            _("完成"): ("held",),
        },
        Attendance.result: {_("通过"): ("passed",), _("未通过"): ("failed",), _("不通过"): ("failed",)},
    },
    example={
        Training.topic: _("质量意识培训（示例）"),
        Training.tiers: _("a 企业负责人及相关人员"),
        Training.subjects: _("质量意识"),
        Training.mode: _("集中培训"),
        Training.planned_on: "2026-03-12",
        Training.hours: "2",
        Training.trainer: _("示例甲"),
        Training.status: _("计划"),
    },
)  # fmt: skip
