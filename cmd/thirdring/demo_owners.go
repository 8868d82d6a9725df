package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"thirdring/owner"
	"thirdring/store"
)

// The demo's owners are invented and the same on every machine. The first one has the number that the examples call
// from, 13800001234.
const (
	demoOwnerCount  = 200
	demoFirstNumber = 13800001234
	demoNumberStep  = 37
	demoFirstHome   = 472 // see demoUnit
)

var (
	demoSurnames = []string{
		"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高", "罗",
		"郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "欧阳",
	}
	demoMen      = []string{"建国", "志强", "伟", "军", "海涛", "明辉", "俊杰", "文博", "国庆", "子轩", "立新", "鹏", "永康"}
	demoWomen    = []string{"秀英", "丽华", "婷婷", "敏", "雪梅", "晓燕", "佳怡", "静", "玉兰", "思雨", "红", "慧敏", "春花"}
	demoProjects = []string{"金桂园", "银杏里", "翠湖天地", "江南府"}
	demoPhases   = []string{"一期", "二期", "三期"}
	demoHouses   = []struct {
		kind string
		area float64
	}{{"两室一厅", 78.5}, {"两室两厅", 89.2}, {"三室一厅", 98.6}, {"三室两厅", 118.3}, {"四室两厅", 143.8}, {"复式", 186}}
)

// demoOwners returns the invented owners: most with one home and one mobile number, some with two homes, a landline, a
// number that the family shares, an open alert, or an opt-out.
func demoOwners() []owner.Owner {
	owners := make([]owner.Owner, 0, demoOwnerCount)
	for i := range demoOwnerCount {
		o := demoOwner(i)
		o.ID = owner.ID(fmt.Sprintf("demo-%03d", i+1))
		owners = append(owners, o)
	}
	return owners
}

func demoOwner(i int) owner.Owner {
	o := owner.Owner{
		Relation: owner.RelationOwner,
		Segment:  owner.SegmentOrdinary,
		Units:    []owner.Unit{demoUnit(i)},
	}
	o.Name, o.Salutation = demoName(i)
	number := i
	switch {
	case i%25 == 24: // shares the number of the one before: the agent chooses
		o.Relation, number = owner.RelationFamily, i-1
	case i%17 == 16:
		o.Relation = owner.RelationTenant
	case i%41 == 40:
		o.Relation, o.Segment = owner.RelationProspect, owner.SegmentProspect
		o.Needs = owner.Needs{HouseType: "三室两厅", Area: "120 平方米左右"}
	}
	o.Phones = []owner.Phone{{Number: "+86" + strconv.Itoa(demoFirstNumber+demoNumberStep*number), Kind: owner.PhoneMobile, Primary: true}}
	if i%6 == 5 {
		o.Phones = append(o.Phones, owner.Phone{Number: fmt.Sprintf("+86215588%04d", 1200+i), Kind: owner.PhoneHome})
	}
	if i%20 == 19 {
		o.Units = append(o.Units, demoUnit(i+1000))
		o.Segment = owner.SegmentValued
	}
	demoExtras(&o, i)
	if i == 0 {
		// Building 11, which sounds like 13 and 17, with one warranty that is over and one that is not.
		o.Units = []owner.Unit{demoUnit(demoFirstHome)}
		o.OptOut = owner.OptOut{Marketing: true, SMS: true, Source: "来电要求"}
	}
	return o
}

// demoExtras gives some owners what an agent has to know before speaking.
func demoExtras(o *owner.Owner, i int) {
	switch i % 30 {
	case 7:
		o.Segment = owner.SegmentVIP
	case 11:
		o.Alerts = []owner.Alert{{Text: "卫生间渗漏报修处理中,请告知进度", Level: owner.AlertWarning}}
	case 18:
		o.OptOut = owner.OptOut{Marketing: true, CareCall: true, Source: "来电要求"}
	case 23:
		o.Alerts = []owner.Alert{{Text: "30 天内有重复投诉,请升级处理", Level: owner.AlertCritical}}
		o.Segment = owner.SegmentLoyal
	case 28:
		o.LanguageNote = "上海话"
	}
}

func demoName(i int) (name, salutation string) {
	surname := demoSurnames[(i*7)%len(demoSurnames)]
	if i%2 == 0 {
		return surname + demoMen[(i/2*5)%len(demoMen)], "先生"
	}
	return surname + demoWomen[(i/2*5)%len(demoWomen)], "女士"
}

// demoUnit is a home; different i below 1,728 are different homes: i modulo 72 gives project and building, the round
// gives floor and door, turned a little so that neighbours in the list do not all live on the first floor.
func demoUnit(i int) owner.Unit {
	house := demoHouses[(i*5)%len(demoHouses)]
	place, round := i%72, i/72
	building, floor, door := 1+place/4, 1+(round+5*place)%12, 1+(round/12+place)%2
	project := demoProjects[i%len(demoProjects)]
	day := func(years int) owner.Date {
		return owner.Date(fmt.Sprintf("%d-%02d-%02d", 2020+i%5+years, 1+i%12, 1+i%28))
	}
	unit := owner.Unit{
		Project:          project,
		Phase:            demoPhases[place/7%len(demoPhases)],
		Building:         fmt.Sprintf("%d栋", building),
		Unit:             fmt.Sprintf("%d单元", 1+place%3),
		Room:             fmt.Sprintf("%d%02d", floor, door),
		HouseType:        house.kind,
		AreaM2:           house.area,
		ContractNo:       fmt.Sprintf("JG-%d-%05d", 2019+i%6, 10000+i),
		HandoverAt:       day(0),
		OccupancyStatus:  "自住",
		DecorationStatus: "已装修",
		PropertyCompany:  project + "物业服务中心",
		Ambassador:       demoAgentNames[i%len(demoAgentNames)],
		// Two and five years after the handover: the least that 《建设工程质量管理条例》 asks of pipes and waterproofing.
		Warranty: []owner.Warranty{{Item: "给排水管道", Until: day(2)}, {Item: "防水", Until: day(5)}},
	}
	if i%9 == 8 {
		unit.OccupancyStatus = "出租"
	}
	return unit
}

// loadDemoOwners fills an empty directory.
func loadDemoOwners(ctx context.Context, s *store.Store, c *DemoCmd) error {
	directory, err := owner.New(owner.Options{Redis: s.Client(), Site: c.Site, AreaCode: DefaultConfig().AreaCode})
	if err != nil {
		return err
	}
	count, err := directory.Count(ctx)
	if err != nil {
		return err
	}
	owners := demoOwners()
	if err := loadDemoCalls(ctx, s, c, owners[0]); err != nil || count >= demoOwnerCount {
		return err
	}
	for i, o := range owners {
		// A conflict means that it was loaded before a start that was interrupted.
		if _, err := directory.Put(ctx, o, "demo"); err != nil && !errors.Is(err, owner.ErrConflict) {
			return fmt.Errorf("demo: owner %d: %w", i+1, err)
		}
	}
	return nil
}
