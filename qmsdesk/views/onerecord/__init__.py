"""Pages that show one record of a register at a time: 调研, 诊断, 方案, 评审, 验收, 案例."""
