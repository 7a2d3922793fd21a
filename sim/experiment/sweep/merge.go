package sweep

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"grapevine/sim/results"
)

// source is one journal with what it holds.
type source struct {
	path  string
	file  *os.File
	index *index
}

// Journals are all shards' journals of a sweep, opened to be read.
type Journals struct {
	plan    *Plan
	sources []*source
	of      []int32 // by task: the journal it stands in, from 1; 0 is nowhere
	damaged []Damage

	part   []byte  // that was read last, …
	partOf *source // … of which journal, …
	from   int64   // … and where in it
}

// ReadJournals opens all journals of a sweep's folder.
func ReadJournals(dir string, plan *Plan) (*Journals, error) {
	paths, err := filepath.Glob(filepath.Join(dir, workName, "shard-*.journal"))
	if err != nil {
		return nil, err
	}
	slices.Sort(paths)
	all := &Journals{plan: plan, of: make([]int32, plan.Tasks())}
	for _, path := range paths {
		if err := all.open(path); err != nil {
			all.Close()
			return nil, err
		}
	}
	return all, nil
}

func (all *Journals) open(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return results.Advise("read", path, err)
	}
	s := &source{path: path, file: f}
	all.sources = append(all.sources, s)
	var end int64
	if s.index, end, err = scan(f, all.plan); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	lost, err := damage(f, path, end, all.plan)
	if err != nil {
		return err
	}
	if lost != nil {
		all.damaged = append(all.damaged, *lost)
	}
	for task, e := range s.index.all() {
		if before := all.of[task]; before != 0 {
			if err := all.alike(task, all.sources[before-1], s); err != nil {
				return err
			}
			if !all.sources[before-1].failed(task) || e.failed {
				continue
			}
		}
		all.of[task] = int32(len(all.sources))
	}
	return nil
}

// alike refuses a task that two journals tell differently; one that failed in
// one of them may have worked in the other.
func (all *Journals) alike(task int, a, b *source) error {
	if a.failed(task) || b.failed(task) {
		return nil
	}
	one, err := all.read(a, task)
	if err != nil {
		return err
	}
	one = slices.Clone(one)
	other, err := all.read(b, task)
	if err != nil {
		return err
	}
	if !slices.Equal(one, other) {
		return fmt.Errorf("task %d came out differently in %s and %s: were they run by different builds?", task, a.path, b.path)
	}
	return nil
}

// failed reports whether a task's record tells of a failure.
func (s *source) failed(task int) bool {
	e, _ := s.index.of(task)
	return e.failed
}

// ahead is how much of a journal is read at a time: neighbouring tasks mostly stand
// one after the other in it.
const ahead = 1 << 16

// read returns the record of a task in a journal, which is good until the next.
func (all *Journals) read(s *source, task int) ([]byte, error) {
	e, _ := s.index.of(task)
	low, high := e.offset-all.from, e.offset-all.from+int64(e.length)
	if s == all.partOf && low >= 0 && high <= int64(len(all.part)) {
		return all.part[low:high], nil
	}
	all.part = slices.Grow(all.part[:0], max(ahead, int(e.length)))
	n, err := s.file.ReadAt(all.part[:cap(all.part)], e.offset)
	if all.part, all.partOf, all.from = all.part[:n], s, e.offset; n < int(e.length) {
		return nil, results.Advise("read", s.path, err)
	}
	return all.part[:e.length], nil
}

// payload returns the record of a task, which is good until the next.
func (all *Journals) payload(task int) ([]byte, error) {
	k := all.of[task]
	if k == 0 {
		return nil, fmt.Errorf("task %d has not run", task)
	}
	return all.read(all.sources[k-1], task)
}

// Close closes the journals.
func (all *Journals) Close() {
	for _, s := range all.sources {
		s.file.Close()
	}
}

// Status is what of a sweep is there.
type Status struct {
	Tasks, Done, Failed int
	Missing             []Range  // tasks that have not run
	Damaged             []Damage // journals of which a part cannot be read
}

// Range is tasks from Low to High, both included.
type Range struct{ Low, High int }

// Status says what is there and what is missing.
func (all *Journals) Status() Status {
	s := Status{Tasks: len(all.of), Damaged: all.damaged}
	for task, k := range all.of {
		if k != 0 {
			s.Done++
			if all.sources[k-1].failed(task) {
				s.Failed++
			}
			continue
		}
		if n := len(s.Missing); n > 0 && s.Missing[n-1].High == task-1 {
			s.Missing[n-1].High = task
		} else {
			s.Missing = append(s.Missing, Range{task, task})
		}
	}
	return s
}

// Shards returns which of n shards have tasks that are missing, as a list that
// job arrays understand: "3,7-9".
func (s Status) Shards(plan *Plan, n int) string {
	var missing []int
	for i := 1; i <= n; i++ {
		shard, err := plan.Shard(i, n)
		if err != nil {
			break
		}
		if slices.ContainsFunc(s.Missing, func(r Range) bool { return r.Low < shard.High && r.High >= shard.Low }) {
			missing = append(missing, i)
		}
	}
	var parts []string
	for k := 0; k < len(missing); {
		end := k
		for end+1 < len(missing) && missing[end+1] == missing[end]+1 {
			end++
		}
		if end == k {
			parts = append(parts, fmt.Sprint(missing[k]))
		} else {
			parts = append(parts, fmt.Sprintf("%d-%d", missing[k], missing[end]))
		}
		k = end + 1
	}
	return strings.Join(parts, ",")
}

// Complete refuses a sweep with tasks that have not run.
func (s Status) Complete() error {
	if len(s.Missing) == 0 {
		return nil
	}
	why := ""
	for _, d := range s.Damaged {
		why += d.String() + "; "
	}
	return fmt.Errorf("%s%d of %d tasks have not run, the first of them task %d: run the sweep again with --resume", why, s.Tasks-s.Done, s.Tasks, s.Missing[0].Low)
}
