package owner

import (
	"context"
	"maps"
	"slices"
)

// sharedLimit is how many people of one number an import compares with.
const sharedLimit = 1000

// plan compares every person of the file with the directory and writes what is
// new or different into the draft.
func (im *importer) plan(ctx context.Context) error {
	n, err := im.d.Count(ctx)
	if err != nil {
		return err
	}
	im.empty = n == 0
	im.targets = make([]ID, len(im.file.people))
	var ids []ID
	everybody := make([]int32, 0, im.report.People)
	for i, p := range im.file.people {
		if p.merged < 0 {
			everybody = append(everybody, int32(i))
			ids = append(ids, p.id)
		}
	}
	if !im.options.DryRun {
		if err := im.d.keepID(ctx, ids...); err != nil {
			return err
		}
	}
	return im.planSome(ctx, everybody)
}

func (im *importer) planSome(ctx context.Context, people []int32) error {
	done := 0
	for some := range slices.Chunk(people, batch) {
		if err := im.planBatch(ctx, some); err != nil {
			return err
		}
		done += len(some)
		im.options.Progress(Progress{Stage: StageStore, Rows: done, Done: int64(done), Total: int64(len(people))})
	}
	return nil
}

// planAgain repeats the plan for the people whom others' changes may concern.
func (im *importer) planAgain(ctx context.Context, changed []ID) error {
	im.empty = false
	concerned := make(map[ID]bool)
	for some := range slices.Chunk(changed, batch) {
		now, err := im.owners(ctx, some)
		if err != nil {
			return err
		}
		for _, id := range some {
			concerned[id] = true
			for _, k := range personKeys(now[id]) {
				if at, ok := im.file.byKey[k]; ok {
					concerned[im.targets[im.file.find(at)]] = true
				}
			}
		}
	}
	for id := range concerned {
		delete(im.outcomes, id)
	}
	if err := im.draft.remove(ctx, slices.Collect(maps.Keys(concerned))); err != nil {
		return err
	}
	var people []int32
	for at, id := range im.targets {
		if id != "" && concerned[id] {
			people = append(people, int32(at))
		}
	}
	return im.planSome(ctx, people)
}

// target is an owner to be and what he was.
type target struct {
	before  Owner // as everybody sees it; Version 0 if new
	after   Owner
	touched bool // by an earlier batch, so that the draft knows more
}

func (im *importer) planBatch(ctx context.Context, people []int32) error {
	wanted := make([]Owner, len(people))
	for i, at := range people {
		o, err := decode(im.file.people[at].id, im.file.people[at].record)
		if err != nil {
			return err
		}
		wanted[i] = o
	}
	have, err := im.existing(ctx, wanted)
	if err != nil {
		return err
	}
	if err := im.assign(ctx, people, wanted, have); err != nil {
		return err
	}
	targets, err := im.load(ctx, people, have)
	if err != nil {
		return err
	}
	var order []ID
	for i, at := range people {
		id := im.targets[at]
		if !slices.Contains(order, id) {
			order = append(order, id)
		}
		im.apply(targets[id], wanted[i], at)
	}
	return im.stage(ctx, order, targets)
}

// existing returns the owners whom the people may be: those with one of their ids or numbers.
func (im *importer) existing(ctx context.Context, people []Owner) (map[ID]Owner, error) {
	have := make(map[ID]Owner)
	if im.empty {
		return have, nil
	}
	var ids []ID
	var ranges [][2]string
	for _, o := range people {
		if o.ID != "" {
			ids = append(ids, o.ID)
		}
		for _, p := range o.Phones {
			ranges = append(ranges, exactRange(digitsTerm(p.Number)))
		}
	}
	have, err := im.owners(ctx, ids)
	if err != nil {
		return nil, err
	}
	for some := range slices.Chunk(ranges, batch) {
		found, err := im.d.hinted(ctx, sharedLimit, some...)
		if err != nil {
			return nil, err
		}
		for _, o := range found {
			have[o.ID] = o
		}
	}
	return have, nil
}

// owners returns those of the ids that exist.
func (im *importer) owners(ctx context.Context, ids []ID) (map[ID]Owner, error) {
	have := make(map[ID]Owner, len(ids))
	if len(ids) == 0 {
		return have, nil
	}
	stored, err := im.d.get(ctx, ids...)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		if stored[i] == "" {
			continue
		}
		if have[id], err = decode(id, stored[i]); err != nil {
			return nil, err
		}
	}
	return have, nil
}

// assign decides which owner each of the people is, minting ids for new ones.
func (im *importer) assign(ctx context.Context, people []int32, wanted []Owner, have map[ID]Owner) error {
	byKey := make(map[personKey]ID)
	for _, id := range slices.SortedFunc(maps.Keys(have), compareID) {
		for _, k := range personKeys(have[id]) {
			if _, taken := byKey[k]; !taken {
				byKey[k] = id
			}
		}
	}
	var fresh []int32
	for i, at := range people {
		im.targets[at] = wanted[i].ID
		for _, k := range personKeys(wanted[i]) {
			if im.targets[at] == "" {
				im.targets[at] = byKey[k]
			}
		}
		if im.targets[at] == "" {
			fresh = append(fresh, at)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	first := int64(0)
	if !im.options.DryRun {
		var err error
		if first, err = im.d.newIDs(ctx, len(fresh)); err != nil {
			return err
		}
	}
	for i, at := range fresh {
		im.targets[at] = idOf(first + int64(i))
		if im.options.DryRun {
			im.targets[at] = ID("new-" + string(idOf(int64(at))))
		}
	}
	return nil
}

// load returns the owners to be as far as they are known: from the directory, or
// from the draft if an earlier batch has been there.
func (im *importer) load(ctx context.Context, people []int32, have map[ID]Owner) (map[ID]*target, error) {
	targets := make(map[ID]*target)
	var again []ID
	for _, at := range people {
		id := im.targets[at]
		if targets[id] != nil {
			continue
		}
		targets[id] = &target{before: have[id], after: have[id].clone()}
		if im.outcomes[id] != 0 && im.draft != nil {
			again = append(again, id)
		}
	}
	if len(again) == 0 {
		return targets, nil
	}
	drafted, err := im.draft.read(ctx, again)
	if err != nil {
		return nil, err
	}
	for id, o := range drafted {
		targets[id].after = o
	}
	return targets, nil
}

// apply makes one person of the file part of the owner.
func (im *importer) apply(t *target, o Owner, at int32) {
	p := im.file.people[at]
	after := o
	after.ID = im.targets[at]
	if t.after.Stamp.Version > 0 {
		var err error
		if after, err = merged(t.after, o, p.given, im.d.numbering); err != nil {
			im.reject(*im.file.invalid(int(p.row), nil, err))
			return
		}
	}
	after.Stamp = t.before.Stamp.next(im.d.now(), im.options.By)
	t.after, t.touched = after, true
}

// stage writes the owners that are new or different into the draft.
func (im *importer) stage(ctx context.Context, order []ID, targets map[ID]*target) error {
	var records []staged
	for _, id := range order {
		t := targets[id]
		if !t.touched {
			continue
		}
		if t.before.Stamp.Version == 0 {
			im.outcomes[id] = outcomeCreated
			records = append(records, staged{owner: t.after, terms: terms(t.after)})
			continue
		}
		fields := changes(im.d.columns, t.before, t.after)
		if len(fields) == 0 {
			im.outcomes[id] = outcomeUnchanged
			continue
		}
		im.outcomes[id] = outcomeUpdated
		records = append(records, staged{
			owner: t.after, entry: encodeChange(t.after, fields), terms: minus(terms(t.after), terms(t.before)),
		})
	}
	if im.draft == nil {
		return nil
	}
	return im.draft.write(ctx, records)
}
