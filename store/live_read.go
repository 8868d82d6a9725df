package store

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
)

// readAll decodes the values of a hash in the order of their ids.
func readAll[T any](s *Store, key string, values map[string]string, out []T) []T {
	for _, id := range slices.Sorted(maps.Keys(values)) {
		v, err := read[T](values[id])
		if err != nil {
			s.meter.unreadable.Inc()
			s.log.Error("a saved value cannot be read", "key", key, "id", id, "err", err)
		}
		if v != nil {
			out = append(out, *v)
		}
	}
	return out
}

// read decodes as much as it can: a field of another type than expected is
// left zero and reported, the others are kept. Without JSON there is no value.
func read[T any](text string) (*T, error) {
	v := new(T)
	err := json.Unmarshal([]byte(text), v)
	var mismatch *json.UnmarshalTypeError
	if err != nil && !errors.As(err, &mismatch) {
		return nil, err
	}
	return v, err
}
