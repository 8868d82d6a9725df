package queue

// alarms is a binary heap with the earliest alarm first. It is not
// container/heap because that allocates for each alarm.
type alarms []alarm

func (h *alarms) push(a alarm) {
	heap := append(*h, a)
	i := len(heap) - 1
	for i > 0 {
		parent := (i - 1) / 2
		if !a.at.Before(heap[parent].at) {
			break
		}
		heap[i] = heap[parent]
		i = parent
	}
	heap[i] = a
	*h = heap
}

func (h *alarms) pop() alarm {
	heap := *h
	first, last := heap[0], heap[len(heap)-1]
	heap[len(heap)-1] = alarm{}
	heap = heap[:len(heap)-1]
	if len(heap) > 0 {
		heap.sink(last)
	}
	*h = heap
	return first
}

// sink finds the place of a from the top down.
func (h alarms) sink(a alarm) {
	i := 0
	for {
		child := 2*i + 1
		if child >= len(h) {
			break
		}
		if right := child + 1; right < len(h) && h[right].at.Before(h[child].at) {
			child = right
		}
		if !h[child].at.Before(a.at) {
			break
		}
		h[i] = h[child]
		i = child
	}
	h[i] = a
}
