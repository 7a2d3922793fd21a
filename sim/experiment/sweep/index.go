package sweep

import (
	"iter"
	"maps"
	"slices"
)

// index says where the records of tasks stand in a journal. A shard's tasks are
// neighbours, so they lie in pages, at sixteen bytes a task: a sweep of a million
// runs fits in the memory of any laptop.
type index struct {
	pages map[int]*[page]entry
	n     int // tasks that are there
}

// page is how many neighbouring tasks are kept together.
const page = 4096

// entry is where a task's record stands.
type entry struct {
	offset int64
	length int32 // 0 if there is none
	failed bool
}

func newIndex() *index { return &index{pages: map[int]*[page]entry{}} }

// of returns where a task's record stands; ok is false if there is none.
func (x *index) of(task int) (e entry, ok bool) {
	if p := x.pages[task/page]; p != nil {
		e = p[task%page]
	}
	return e, e.length > 0
}

// set notes where a task's record stands; a later one takes the place of the
// one before.
func (x *index) set(task int, e entry) {
	p := x.pages[task/page]
	if p == nil {
		p = new([page]entry)
		x.pages[task/page] = p
	}
	if p[task%page].length == 0 {
		x.n++
	}
	p[task%page] = e
}

// all are the tasks that are there, in their order.
func (x *index) all() iter.Seq2[int, entry] {
	return func(yield func(int, entry) bool) {
		for _, k := range slices.Sorted(maps.Keys(x.pages)) {
			for i, e := range x.pages[k] {
				if e.length > 0 && !yield(k*page+i, e) {
					return
				}
			}
		}
	}
}
