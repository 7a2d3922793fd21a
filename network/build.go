package network

import (
	"fmt"
	"slices"
)

// Loss counts the ties that were given but are not in the graph.
type Loss struct {
	SelfTies   int // from a customer to themselves
	Duplicates int // further copies of a tie that is there
}

// FromTies builds the graph of some ties among the customers 0 … order-1. Self
// ties and repeated ties are left out and counted. An end that is no customer
// is a panic.
func FromTies(order int, ties [][2]int32, directed bool) (*Graph, Loss) {
	for _, t := range ties {
		if min(t[0], t[1]) < 0 || int(max(t[0], t[1])) >= order {
			panic(fmt.Sprintf("network: tie %d–%d: want ends in 0 … %d", t[0], t[1], order-1))
		}
	}
	g, lost := build(order, [][]Tie{ties}, directed, 1)
	var loss Loss
	for _, t := range lost {
		if t[0] == t[1] {
			loss.SelfTies++
		} else {
			loss.Duplicates++
		}
	}
	return g, loss
}

const (
	// chunk is the number of ties that a worker takes at a time.
	chunk = 1 << 16
	// roundArcs bounds the arcs that are on the move at one time (8 bytes each),
	// and so the memory that building takes beyond the ties and the graph.
	roundArcs = 1 << 25
)

// build sorts ties into a graph, whatever lists they come in, and returns with
// it the ties that it left out: every self tie and every further copy of a
// tie. It takes O(customers + ties) as long as no customer's ties come in a
// disorder of their own; those of a customer are put in order by insertion.
//
// Ties are first dealt to buckets of neighbouring customers, so small that
// sorting one stays within a core's cache. A tie keeps its place among the
// others of its bucket, so that the graph, and the order of the ties left out,
// is the same for any number of workers.
func build(order int, lists [][]Tie, directed bool, workers int) (*Graph, []Tie) {
	b := newBuilder(order, lists, directed, workers)
	b.count()
	for low := 0; low < b.buckets; {
		high, arcs := low, 0
		for high < b.buckets && (high == low || arcs+b.starts[high+1]-b.starts[high] <= roundArcs) {
			arcs += b.starts[high+1] - b.starts[high]
			high++
		}
		b.deal(low, high, arcs)
		each(workers, high-low, func(k int) { b.settle(low+k, b.starts[low]) })
		low = high
	}
	return b.graph, b.close()
}

type builder struct {
	graph   *Graph
	groups  [][][]Tie // lists in the portions that a worker takes at a time
	workers int

	shift   int // bucket of customer i is i >> shift
	buckets int
	starts  []int   // first arc of each bucket, and the end of the last
	counts  [][]int // of each group: arcs for each bucket, then where they begin
	self    []int   // of each group: self ties
	arcs    []uint64

	kept []int   // of each bucket: arcs that were no copies
	lost [][]Tie // of each bucket
}

func newBuilder(order int, lists [][]Tie, directed bool, workers int) *builder {
	shift := 10
	for order>>shift > 1<<9 {
		shift++
	}
	b := &builder{workers: workers, shift: shift, buckets: order>>shift + 1}
	b.graph = &Graph{offsets: make([]uint32, order+1), directed: directed}
	for _, l := range lists {
		for first := true; first || len(l) > 0; first = false {
			part := l[:min(chunk, len(l))]
			l = l[len(part):]
			if last := len(b.groups) - 1; last >= 0 && total(b.groups[last])+len(part) <= chunk {
				b.groups[last] = append(b.groups[last], part)
			} else {
				b.groups = append(b.groups, [][]Tie{part})
			}
		}
	}
	b.kept, b.lost = make([]int, b.buckets), make([][]Tie, b.buckets)
	return b
}

func total(lists [][]Tie) (n int) {
	for _, l := range lists {
		n += len(l)
	}
	return n
}

// count learns how many arcs every group has for every bucket.
func (b *builder) count() {
	b.counts, b.self = make([][]int, len(b.groups)), make([]int, len(b.groups))
	each(b.workers, len(b.groups), func(k int) {
		counts, shift, self := make([]int, b.buckets), b.shift, 0
		for _, list := range b.groups[k] {
			for _, t := range list {
				if t[0] == t[1] {
					self++
					continue
				}
				counts[t[0]>>shift]++
				if !b.graph.directed {
					counts[t[1]>>shift]++
				}
			}
		}
		b.counts[k], b.self[k] = counts, self
	})
	b.starts = make([]int, b.buckets+1)
	at := 0
	for bucket := range b.buckets {
		b.starts[bucket] = at
		for _, counts := range b.counts {
			counts[bucket], at = at, at+counts[bucket]
		}
	}
	b.starts[b.buckets] = at
	if err := fits(float64(at) / 2); err != nil {
		panic("network: " + err.Error())
	}
	b.graph.heads = make([]int32, at)
}

// deal writes the arcs of the buckets low … high-1, tail in the upper half and
// head in the lower, so that those of a bucket lie side by side.
func (b *builder) deal(low, high, arcs int) {
	if cap(b.arcs) < arcs {
		b.arcs = make([]uint64, arcs)
	}
	base, first, last := b.starts[low], int32(low<<b.shift), min(high<<b.shift, b.graph.Order())
	width := uint32(last) - uint32(first)
	each(b.workers, len(b.groups), func(k int) {
		next, shift, out, both := b.counts[k], b.shift, b.arcs[:arcs], !b.graph.directed
		for _, list := range b.groups[k] {
			for _, t := range list {
				u, v := t[0], t[1]
				if u == v {
					continue
				}
				if uint32(u-first) < width {
					at := &next[u>>shift]
					out[*at-base] = uint64(u)<<32 | uint64(v)
					*at++
				}
				if both && uint32(v-first) < width {
					at := &next[v>>shift]
					out[*at-base] = uint64(v)<<32 | uint64(u)
					*at++
				}
			}
		}
	})
}

// settle sorts the arcs of a bucket into the rows of its customers and drops
// copies. Offsets count from the bucket's own start until close.
func (b *builder) settle(bucket, base int) {
	first := bucket << b.shift
	rows := b.graph.offsets[first:min(first+1<<b.shift, b.graph.Order())]
	arcs := b.arcs[b.starts[bucket]-base : b.starts[bucket+1]-base]
	heads := b.graph.heads[b.starts[bucket]:b.starts[bucket+1]]
	ends := make([]uint32, len(rows)+1)
	for _, a := range arcs {
		ends[int(a>>32)-first+1]++
	}
	for i := range rows {
		ends[i+1] += ends[i]
	}
	copy(rows, ends)
	for _, a := range arcs {
		at := &rows[int(a>>32)-first]
		heads[*at] = int32(a)
		*at++
	}
	kept := 0
	for i := range rows {
		row := heads[ends[i]:ends[i+1]]
		sortRow(row)
		rows[i] = uint32(kept)
		last := int32(-1)
		for _, j := range row {
			if j == last {
				if i := int32(first + i); i < j || b.graph.directed {
					b.lost[bucket] = append(b.lost[bucket], Tie{i, j})
				}
				continue
			}
			last, heads[kept] = j, j
			kept++
		}
	}
	b.kept[bucket] = kept
}

// sortRow sorts by insertion, which costs next to nothing if the row is nearly
// in order as it usually is, unless that turns out to be slow.
func sortRow(row []int32) {
	patience := 16 * len(row)
	for i := 1; i < len(row); i++ {
		x, k := row[i], i
		for ; k > 0 && row[k-1] > x; k-- {
			row[k] = row[k-1]
		}
		row[k] = x
		if patience -= i - k; patience < 0 {
			slices.Sort(row)
			return
		}
	}
}

// close draws the buckets together and returns what was left out.
func (b *builder) close() []Tie {
	at := 0
	starts := make([]uint32, b.buckets)
	for bucket, kept := range b.kept {
		starts[bucket] = uint32(at)
		if from := b.starts[bucket]; from != at {
			copy(b.graph.heads[at:], b.graph.heads[from:from+kept])
		}
		at += kept
	}
	n := b.graph.Order()
	each(b.workers, b.buckets, func(k int) {
		for i := k << b.shift; i < min((k+1)<<b.shift, n); i++ {
			b.graph.offsets[i] += starts[k]
		}
	})
	b.graph.offsets[n] = uint32(at)
	if b.graph.heads = b.graph.heads[:at:at]; at < b.starts[b.buckets]/8*7 {
		b.graph.heads = slices.Clone(b.graph.heads)
	}
	var lost []Tie
	for k, self := range b.self {
		if self == 0 {
			continue
		}
		for _, list := range b.groups[k] {
			for _, t := range list {
				if t[0] == t[1] {
					lost = append(lost, t)
				}
			}
		}
	}
	return append(lost, slices.Concat(b.lost...)...)
}
