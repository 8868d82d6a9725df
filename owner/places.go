package owner

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// Place is a project with its buildings, as the files write them.
type Place struct {
	Project   string   `json:"project"`
	Buildings []string `json:"buildings"`
}

// hintsPerPlace records of each building are read, as the index may hint at
// some that have moved away.
const hintsPerPlace = 3

// Places lists all projects that somebody of the directory has a unit in. A
// building that is written in several ways is named once.
func (d *Directory) Places(ctx context.Context) ([]Place, error) {
	k := d.keys
	all := prefixRange(termPlace)
	reply, err := d.scripts.places.Run(ctx, d.redis, []string{k.owners, k.index, k.stagedOwners, k.stagedIndex},
		all[0], all[1], hintsPerPlace).StringSlice()
	if err != nil {
		return nil, fmt.Errorf("owner: places: %w", err)
	}
	written := map[string]map[string]string{} // project -> key of the building -> as written
	for i := 0; i+1 < len(reply); i += 2 {
		o, err := decode(ID(reply[i]), reply[i+1])
		if err != nil {
			return nil, err
		}
		for _, u := range o.Units {
			if u.Project == "" || u.Building == "" {
				continue
			}
			buildings := written[u.Project]
			if buildings == nil {
				buildings = map[string]string{}
				written[u.Project] = buildings
			}
			if key := buildingKey(u.Building); buildings[key] == "" {
				buildings[key] = u.Building
			}
		}
	}
	places := []Place{}
	for _, project := range slices.Sorted(maps.Keys(written)) {
		place := Place{Project: project, Buildings: []string{}}
		for _, key := range slices.SortedFunc(maps.Keys(written[project]), byNumber) {
			place.Buildings = append(place.Buildings, written[project][key])
		}
		places = append(places, place)
	}
	return places, nil
}

// byNumber orders 2 before 11, and numbers before letters.
func byNumber(a, b string) int {
	x, errX := strconv.Atoi(a)
	y, errY := strconv.Atoi(b)
	switch {
	case errX == nil && errY == nil:
		return cmp.Compare(x, y)
	case errX == nil:
		return -1
	case errY == nil:
		return 1
	}
	return cmp.Compare(a, b)
}
