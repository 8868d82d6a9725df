package owner

import (
	"cmp"
	"context"
	_ "embed" // the scripts
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

const (
	maxMatches = 50 // people listed for one number
	maxSearch  = 200
)

var (
	//go:embed lua/lookup.lua
	lookupLua string
	//go:embed lua/get.lua
	getLua string
	//go:embed lua/put.lua
	putLua string
	//go:embed lua/publish.lua
	publishLua string
	//go:embed lua/fold.lua
	foldLua string
	//go:embed lua/extend.lua
	extendLua string
	//go:embed lua/release.lua
	releaseLua string
	//go:embed lua/raise.lua
	raiseLua string
	//go:embed lua/places.lua
	placesLua string
)

// scripts are the directory's atomic steps; lua/ says what each does.
type scripts struct {
	lookup, get, put, publish, fold, extend, release, raise, places *redis.Script
}

func newScripts() scripts {
	return scripts{
		lookup: redis.NewScript(lookupLua), get: redis.NewScript(getLua), put: redis.NewScript(putLua),
		publish: redis.NewScript(publishLua), fold: redis.NewScript(foldLua),
		extend: redis.NewScript(extendLua), release: redis.NewScript(releaseLua), raise: redis.NewScript(raiseLua),
		places: redis.NewScript(placesLua),
	}
}

func (d *Directory) match(ctx context.Context, m *Match) error {
	if !m.Number.Matchable() {
		m.Kind = KindWithheld
		return nil
	}
	term := digitsTerm(m.Number.Value)
	found, err := d.hinted(ctx, maxMatches+1, exactRange(term))
	if err != nil {
		return err
	}
	m.More = len(found) > maxMatches
	for _, o := range found {
		if o.phone(m.Number.Value) >= 0 && len(m.Owners) < maxMatches {
			m.Owners = append(m.Owners, o)
		}
	}
	slices.SortStableFunc(m.Owners, func(a, b Owner) int {
		return cmp.Or(cmp.Compare(a.phone(m.Number.Value), b.phone(m.Number.Value)), compareID(a.ID, b.ID))
	})
	switch len(m.Owners) {
	case 0:
		m.Kind = KindUnknown
	case 1:
		m.Kind = KindKnown
	default:
		m.Kind = KindChoice
	}
	return nil
}

// phone returns the position of a canonical number in the record, or -1.
func (o Owner) phone(number string) int {
	return slices.IndexFunc(o.Phones, func(p Phone) bool { return p.Number == number })
}

// compareID orders the directory's own ids as numbers, by age.
func compareID(a, b ID) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(string(a), string(b)))
}

// hinted returns the records to which the index points for some ranges, at most
// limit for each. The caller verifies that they belong there.
func (d *Directory) hinted(ctx context.Context, limit int, ranges ...[2]string) ([]Owner, error) {
	args := make([]any, 0, 1+2*len(ranges))
	args = append(args, limit)
	for _, r := range ranges {
		args = append(args, r[0], r[1])
	}
	k := d.keys
	reply, err := d.scripts.lookup.Run(ctx, d.redis, []string{k.owners, k.index, k.stagedOwners, k.stagedIndex}, args...).StringSlice()
	if err != nil {
		return nil, err
	}
	list := make([]Owner, 0, len(reply)/2)
	for i := 0; i+1 < len(reply); i += 2 {
		o, err := decode(ID(reply[i]), reply[i+1])
		if err != nil {
			return nil, err
		}
		list = append(list, o)
	}
	return list, nil
}

// get returns the stored records of the ids; an empty string where there is none.
func (d *Directory) get(ctx context.Context, ids ...ID) ([]string, error) {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = string(id)
	}
	return d.scripts.get.Run(ctx, d.redis, []string{d.keys.owners, d.keys.stagedOwners}, args...).StringSlice()
}

// Get returns the owner, or ErrNotFound.
func (d *Directory) Get(ctx context.Context, id ID) (Owner, error) {
	stored, err := d.get(ctx, id)
	if err != nil {
		return Owner{}, fmt.Errorf("owner: get %s: %w", id, err)
	}
	if stored[0] == "" {
		return Owner{}, ErrNotFound
	}
	return decode(id, stored[0])
}

// Count returns how many owners the directory holds.
func (d *Directory) Count(ctx context.Context) (int, error) {
	n, err := d.redis.Get(ctx, d.keys.count).Int()
	if err != nil && !isNil(err) {
		return 0, fmt.Errorf("owner: count: %w", err)
	}
	return n, nil
}

// Search finds owners by the beginning of a name, by a room (1501, 11-1501,
// 11-2-1501, 11栋2单元1501室), by a number or by the last four or more of its
// digits. It returns at most limit owners in the order of their ids.
func (d *Directory) Search(ctx context.Context, query string, limit int) ([]Owner, error) {
	limit = min(max(limit, 1), maxSearch)
	prefixes := d.searchTerms(query)
	if len(prefixes) == 0 {
		return nil, nil
	}
	ranges := make([][2]string, len(prefixes))
	for i, p := range prefixes {
		ranges[i] = prefixRange(p)
	}
	found, err := d.hinted(ctx, limit, ranges...)
	if err != nil {
		return nil, fmt.Errorf("owner: search: %w", err)
	}
	found = slices.DeleteFunc(found, func(o Owner) bool {
		return !slices.ContainsFunc(prefixes, func(p string) bool { return hasTerm(o, p) })
	})
	slices.SortFunc(found, func(a, b Owner) int { return compareID(a.ID, b.ID) })
	return found[:min(len(found), limit)], nil
}

// searchTerms returns the prefixes of terms which a query may mean.
func (d *Directory) searchTerms(query string) []string {
	text := foldText(query)
	if text == "" || len(query) > maxNumberBytes {
		return nil
	}
	var prefixes []string
	if digitsOf(text) != text {
		prefixes = append(prefixes, termName+text)
	}
	if n := d.numbering.Canonical(query); n.Matchable() {
		prefixes = append(prefixes, digitsTerm(n.Value)+termEnd)
	} else if len(text) >= 4 && digitsOf(text) == text {
		prefixes = append(prefixes, digitsTerm(text))
	}
	if t := searchRoom(text); t != "" {
		prefixes = append(prefixes, t)
	}
	return prefixes
}

// searchRoom reads building, unit and room from a query and returns the prefix of their term.
func searchRoom(text string) string {
	const sep = "-"
	text = strings.NewReplacer("号楼", sep, "栋", sep, "幢", sep, "座", sep, "单元", sep, "室", "", "/", sep).Replace(text)
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '-' })
	switch len(parts) {
	case 1:
		return termRoom + placeKey(parts[0]) + "-"
	case 2:
		return termRoom + placeKey(parts[1]) + "-" + placeKey(parts[0]) + "-"
	case 3:
		return termRoom + placeKey(parts[2]) + "-" + placeKey(parts[0]) + "-" + placeKey(parts[1]) + termEnd
	default:
		return ""
	}
}

// newIDs reserves n ids and returns the first; the others follow.
func (d *Directory) newIDs(ctx context.Context, n int) (int64, error) {
	last, err := d.redis.IncrBy(ctx, d.keys.seq, int64(n)).Result()
	return last - int64(n) + 1, err
}

func idOf(n int64) ID { return ID(strconv.FormatInt(n, 10)) }
