package owner

import (
	"context"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"thirdring/store/redistest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// dial returns a client of a private, empty Redis.
func dial(t testing.TB, addr string) *redis.Client {
	t.Helper()
	c := redis.NewClient(&redis.Options{Addr: addr, ContextTimeoutEnabled: true})
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// clock is a time that tests set.
type clock struct{ now time.Time }

func (c *clock) read() time.Time { return c.now }

func newClock() *clock { return &clock{now: time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)} }

func newDirectory(t testing.TB) (*Directory, *clock) {
	t.Helper()
	c := newClock()
	return siteDirectory(t, dial(t, redistest.Start(t)), "test", c), c
}

func siteDirectory(t testing.TB, client redis.UniversalClient, site string, c *clock) *Directory {
	t.Helper()
	d, err := New(Options{Redis: client, Site: site, AreaCode: "021", Now: c.read})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func put(t testing.TB, d *Directory, o Owner) Owner {
	t.Helper()
	o, err := d.Put(context.Background(), o, "ann")
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func lookup(t testing.TB, d *Directory, number string) Match {
	t.Helper()
	m, err := d.Lookup(context.Background(), number)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// zhang is a person with everything a record can hold.
func zhang() Owner {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	return Owner{
		Name: "张三", Salutation: "先生", Relation: RelationTenant, Segment: SegmentVIP,
		Phones: []Phone{
			{Number: "+8613800001234", Kind: PhoneMobile, Primary: true, VerifiedAt: at},
			{Number: "+862112345678", Ext: "801", Kind: PhoneWork},
		},
		Units: []Unit{{
			Project: "翡翠湾", Phase: "一期", Building: "11栋", Unit: "2单元", Room: "1501",
			HouseType: "三室两厅", AreaM2: 119.5, ContractNo: "HT-2024-001",
			SignedAt: "2024-03-01", HandoverAt: "2025-06-30", MoveInAt: "2025-10-01",
			DecorationStatus: "已装修", OccupancyStatus: "自住",
			Warranty:   []Warranty{{"防水", "2030-06-30"}, {"电梯: 门; 轿厢", "2027-06-30"}},
			FeeArrears: true, PropertyCompany: "翡翠物业", Ambassador: "李梅",
		}, {Project: "翡翠湾", Room: "S101"}},
		Contact:      Contact{Email: "zhang@example.cn", WeChat: "zhang3", HomeAddress: "上海市某路1号"},
		Birthday:     "02-29",
		LanguageNote: "粤语",
		Needs:        Needs{HouseType: "四室", Area: "140-160", Budget: "800万"},
		Preferences:  Preferences{DecorStyle: "中式", Amenities: "近学校"},
		OptOut:       OptOut{SMS: true, Survey: true, At: at, Source: "来电"},
		Consent:      Consent{NoticeVersion: "v2", At: at},
		Alerts:       []Alert{{"漏水未修复|二次", AlertCritical, "2026-12-31"}, {"慎重致电", AlertInfo, ""}},
	}
}
