zhunsheng review --rules 审查/规则.zs 审查/送审
zhunsheng review --rules 审查/规则.zs 审查/送审 --lang en --date 2026-05-01
zhunsheng review --rules 审查/规则.zs 审查/送审/送审稿.txt --format json
zhunsheng review --rules 审查/规则.zs 审查/送审/送审稿.txt --materials 审查/送审/材料 --meta 审查/送审/元数据.yaml --format github
zhunsheng review --rules 审查/规则.zs 审查/送审/送审稿.txt --meta 审查/错字.yaml --format github
zhunsheng review --rules 审查/规则.zs 审查/送审/送审稿.txt --meta 审查/错字.yaml --format github --lang en
zhunsheng review --rules 审查/规则.zs 审查/送审 --format markdown
zhunsheng review --rules 审查/规则.zs 审查/送审 --format sarif
zhunsheng review --rules 审查/规则.zs 审查 --archive --jobs 1
zhunsheng review --rules 审查/规则.zs 审查 --archive --jobs 3 --format markdown
zhunsheng review --rules 审查/规则.zs 审查/档案/乙.txt --set 内容
zhunsheng review --rules 审查/规则.zs 审查/档案/乙.txt --set 没有
zhunsheng review --rules 审查/规则.zs 审查/档案
zhunsheng review --rules 审查/规则.zs 空.txt
zhunsheng review --rules 审查/规则.zs 审查/没有.txt
zhunsheng review --rules 审查/规则.zs 审查/送审 --date 明天
zhunsheng test 审查/规则.zs --coverage
zhunsheng review --rules 审查/规则.zs 审查/送审 --format html --output 意见.html
zhunsheng review --rules 审查/规则.zs 审查/送审 --format json --output 意见.json
cat 意见.json
zhunsheng review --rules 审查/规则.zs 审查/档案/乙.txt --format html --output 审查/档案/乙.txt
zhunsheng review --rules 审查/规则.zs 审查/档案/乙.txt --format html --output 没有/意见.html
zhunsheng review --rules 审查/规则.zs 审查/送审 --format docx --output 意见书.docx
zhunsheng outline 意见书.docx
zhunsheng review --rules 审查/规则.zs 审查/档案 --archive --format docx --output 意见书.docx
