package owner

import (
	"strconv"
	"strings"
)

// column is one column of an import or export file, and at the same time one
// field of the change history. Columns are applied in the order of the table.
type column struct {
	field   string   // the field's name, and the English heading
	title   string   // the Chinese heading, which exports carry
	also    []string // other headings seen in the centres' files
	private bool     // masked in reports
	unit    bool     // belongs to the row's unit, not to the person
	get     func(o *Owner, u *Unit) string
	set     func(r *row, cell string) error
}

// row is what one line of a file says: one person and at most one unit.
type row struct {
	numbering Numbering
	owner     Owner
	unit      Unit
}

// person makes a column of a plain text field of the person.
func person(field, title string, private bool, at func(*Owner) *string, also ...string) column {
	return column{
		field: field, title: title, private: private, also: also,
		get: func(o *Owner, _ *Unit) string { return *at(o) },
		set: func(r *row, cell string) error { *at(&r.owner) = cell; return nil },
	}
}

// home makes a column of a plain text field of the unit.
func home(field, title string, at func(*Unit) *string, also ...string) column {
	return column{
		field: field, title: title, unit: true, also: also,
		get: func(_ *Owner, u *Unit) string { return *at(u) },
		set: func(r *row, cell string) error { *at(&r.unit) = cell; return nil },
	}
}

// day makes a column of a date of the unit.
func day(field, title string, at func(*Unit) *Date, also ...string) column {
	return column{
		field: field, title: title, unit: true, also: also,
		get: func(_ *Owner, u *Unit) string { return string(*at(u)) },
		set: func(r *row, cell string) (err error) { *at(&r.unit), err = parseDate(cell); return err },
	}
}

// columns returns the table of all columns in the order in which exports write them.
func columns() []column {
	list := personColumns()
	list = append(list, unitColumns()...)
	return append(list, wishColumns()...)
}

func personColumns() []column {
	return []column{
		{
			field: "id", title: "业主编号", also: []string{"编号", "owner_id", "客户编号"},
			get: func(o *Owner, _ *Unit) string { return string(o.ID) },
			set: func(r *row, cell string) error { r.owner.ID = ID(cell); return nil },
		},
		person("name", "姓名", true, func(o *Owner) *string { return &o.Name }, "业主姓名", "客户姓名", "业主", "客户", "full_name"),
		person("salutation", "称呼", false, func(o *Owner) *string { return &o.Salutation }, "尊称", "性别称呼", "title"),
		{
			field: "relation", title: "关系", also: []string{"与业主关系", "身份", "客户身份"},
			get: func(o *Owner, _ *Unit) string { return o.Relation.Label() },
			set: func(r *row, cell string) error { return setCode(relations, &r.owner.Relation, cell) },
		},
		{
			field: "segment", title: "分类", also: []string{"客户分类", "客户类别", "客户等级"},
			get: func(o *Owner, _ *Unit) string { return o.Segment.Label() },
			set: func(r *row, cell string) error { return setCode(segments, &r.owner.Segment, cell) },
		},
		{
			field: "phones", title: "电话", private: true,
			also: []string{"联系电话", "手机", "手机号", "手机号码", "电话号码", "联系方式", "phone", "mobile", "telephone", "phone_number"},
			get:  func(o *Owner, _ *Unit) string { return formatPhones(o.Phones) },
			set: func(r *row, cell string) (err error) {
				r.owner.Phones, err = parsePhones(r.numbering, cell)
				return err
			},
		},
		{
			field: "phones.verified_at", title: "电话核实时间", private: true,
			get: func(o *Owner, _ *Unit) string { return formatVerified(o.Phones) },
			set: func(r *row, cell string) error { return setVerified(r, cell) },
		},
		person("email", "邮箱", true, func(o *Owner) *string { return &o.Contact.Email }, "电子邮箱", "e-mail"),
		person("wechat", "微信", true, func(o *Owner) *string { return &o.Contact.WeChat }, "微信号"),
		person("home_address", "家庭住址", true, func(o *Owner) *string { return &o.Contact.HomeAddress }, "通讯地址", "联系地址", "address"),
		{
			field: "birthday", title: "生日", private: true, also: []string{"出生日期"},
			get: func(o *Owner, _ *Unit) string { return o.Birthday },
			set: func(r *row, cell string) (err error) { r.owner.Birthday, err = parseBirthday(cell); return err },
		},
		person("language_note", "语言", false, func(o *Owner) *string { return &o.LanguageNote }, "方言", "语言备注", "language"),
	}
}

func unitColumns() []column {
	return []column{
		home("project", "项目", func(u *Unit) *string { return &u.Project }, "小区", "楼盘", "项目名称"),
		home("phase", "期", func(u *Unit) *string { return &u.Phase }, "期数", "分期", "组团"),
		home("building", "楼栋", func(u *Unit) *string { return &u.Building }, "栋", "楼号", "幢号", "栋号", "楼幢"),
		home("unit", "单元", func(u *Unit) *string { return &u.Unit }, "单元号"),
		home("room", "房号", func(u *Unit) *string { return &u.Room }, "房间号", "室号", "门牌号", "房间"),
		home("house_type", "户型", func(u *Unit) *string { return &u.HouseType }, "房屋类型"),
		{
			field: "area_m2", title: "面积", unit: true, also: []string{"建筑面积", "面积(㎡)", "面积(平方米)", "area"},
			get: func(_ *Owner, u *Unit) string { return formatArea(u.AreaM2) },
			set: func(r *row, cell string) (err error) { r.unit.AreaM2, err = parseArea(cell); return err },
		},
		home("contract_no", "合同号", func(u *Unit) *string { return &u.ContractNo }, "合同编号"),
		day("signed_at", "签约日期", func(u *Unit) *Date { return &u.SignedAt }, "签约时间"),
		day("handover_at", "交付日期", func(u *Unit) *Date { return &u.HandoverAt }, "交房日期", "交付时间", "入伙日期"),
		day("move_in_at", "入住日期", func(u *Unit) *Date { return &u.MoveInAt }, "入住时间"),
		home("decoration_status", "装修状态", func(u *Unit) *string { return &u.DecorationStatus }, "装修情况"),
		home("occupancy_status", "入住状态", func(u *Unit) *string { return &u.OccupancyStatus }, "居住状态", "入住情况"),
		{
			field: "warranty", title: "维保", unit: true, also: []string{"维保期限", "质保"},
			get: func(_ *Owner, u *Unit) string { return formatWarranty(u.Warranty) },
			set: func(r *row, cell string) (err error) { r.unit.Warranty, err = parseWarranty(cell); return err },
		},
		{
			field: "fee_arrears", title: "欠费", unit: true, also: []string{"是否欠费", "物业费欠缴"},
			get: func(_ *Owner, u *Unit) string { return formatBool(u.FeeArrears) },
			set: func(r *row, cell string) (err error) { r.unit.FeeArrears, err = parseBool(cell); return err },
		},
		home("property_company", "物业公司", func(u *Unit) *string { return &u.PropertyCompany }),
		home("ambassador", "客户大使", func(u *Unit) *string { return &u.Ambassador }, "跟进人", "管家"),
	}
}

func wishColumns() []column {
	return []column{
		person("needs.house_type", "意向户型", false, func(o *Owner) *string { return &o.Needs.HouseType }),
		person("needs.area", "意向面积", false, func(o *Owner) *string { return &o.Needs.Area }),
		person("needs.budget", "预算", true, func(o *Owner) *string { return &o.Needs.Budget }, "购房预算"),
		person("preferences.decor_style", "装修风格", false, func(o *Owner) *string { return &o.Preferences.DecorStyle }, "装修偏好"),
		person("preferences.amenities", "配套偏好", false, func(o *Owner) *string { return &o.Preferences.Amenities }),
		{
			field: "opt_out", title: "退订", also: []string{"免打扰"},
			get: func(o *Owner, _ *Unit) string { return formatOptOut(o.OptOut) },
			set: func(r *row, cell string) error { return setOptOut(&r.owner.OptOut, cell) },
		},
		{
			field: "opt_out.at", title: "退订时间",
			get: func(o *Owner, _ *Unit) string { return formatTime(o.OptOut.At) },
			set: func(r *row, cell string) (err error) { r.owner.OptOut.At, err = parseTime(cell); return err },
		},
		person("opt_out.source", "退订来源", false, func(o *Owner) *string { return &o.OptOut.Source }),
		person("consent.recording_notice_version", "录音告知版本", false, func(o *Owner) *string { return &o.Consent.NoticeVersion }),
		{
			field: "consent.at", title: "录音告知时间",
			get: func(o *Owner, _ *Unit) string { return formatTime(o.Consent.At) },
			set: func(r *row, cell string) (err error) { r.owner.Consent.At, err = parseTime(cell); return err },
		},
		{
			field: "alerts", title: "提醒", also: []string{"重大事件", "注意事项"},
			get: func(o *Owner, _ *Unit) string { return formatAlerts(o.Alerts) },
			set: func(r *row, cell string) (err error) { r.owner.Alerts, err = parseAlerts(cell); return err },
		},
	}
}

// setCode sets a field of a closed set from a label, a code or a usual word.
func setCode[T ~string](book codebook, to *T, cell string) error {
	code, ok := book.code(cell)
	if !ok {
		return cellError(book.want(cell))
	}
	*to = T(code)
	return nil
}

// cellError is the reason why a cell cannot be read.
type cellError string

// Error implements error.
func (e cellError) Error() string { return string(e) }

// heading makes headings comparable: 联系电话(必填) and * Phone Number are found too.
func heading(s string) string {
	s = strings.Trim(foldText(s), "*:")
	if i := strings.IndexByte(s, '('); i > 0 {
		s = s[:i]
	}
	return strings.ReplaceAll(s, "_", "")
}

// headings maps every heading to the position of its column in the table.
func headings(table []column) map[string]int {
	m := make(map[string]int, 4*len(table))
	for i, c := range table {
		for _, h := range append([]string{c.field, c.title}, c.also...) {
			m[heading(h)] = i
		}
	}
	return m
}

func formatArea(a float64) string {
	if a == 0 {
		return ""
	}
	return strconv.FormatFloat(a, 'f', -1, 64)
}
