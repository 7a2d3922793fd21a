package network

import (
	"math/bits"
	"slices"
)

// sorter puts the arcs of a bucket in order, with room that it uses again.
type sorter struct {
	heads []int32  // of the rows, one after the other
	ends  []uint32 // where they end
	spare []int32
	tails []uint16
}

// part parts heads by the row they belong to. Rows come out nearly in order if
// that is to be had.
func (s *sorter) part(heads []int32, tails []uint16, rows, order int) {
	s.deal(heads, tails, rows)
	if !s.orderly(rows) {
		heads, tails = s.roughly(heads, tails, order)
		s.deal(heads, tails, rows)
	}
}

// deal gives each head to its row; those of a row keep their order.
func (s *sorter) deal(heads []int32, tails []uint16, rows int) {
	s.heads = slices.Grow(s.heads[:0], len(heads))[:len(heads)]
	s.ends = slices.Grow(s.ends[:0], rows+1)[:rows+1]
	clear(s.ends)
	next := s.ends[1:]
	for _, i := range tails {
		next[i]++
	}
	at := uint32(0)
	for i, n := range next {
		next[i], at = at, at+n
	}
	tails = tails[:len(heads)]
	for k, head := range heads {
		at := &next[tails[k]]
		s.heads[*at] = head
		*at++
	}
}

// orderly sorts some rows by insertion and reports whether that took few moves.
func (s *sorter) orderly(rows int) bool {
	some := uint32(0)
	moves := 0
	for i := 0; i < rows && some < 512; i++ {
		row := s.row(i)
		some += uint32(len(row))
		moves += insert(row, 64)
	}
	return moves <= 2*int(some)
}

// roughly puts arcs in the order of the upper bits of their heads, so that
// rows made of them need only a few moves.
func (s *sorter) roughly(heads []int32, tails []uint16, order int) ([]int32, []uint16) {
	const fine = 10
	shift := max(bits.Len(uint(order-1))-fine, 0)
	s.spare = slices.Grow(s.spare[:0], len(heads))[:len(heads)]
	s.tails = slices.Grow(s.tails[:0], len(tails))[:len(tails)]
	var next [1 << fine]uint32
	for _, head := range heads {
		next[head>>shift&(1<<fine-1)]++
	}
	at := uint32(0)
	for k, n := range next {
		next[k], at = at, at+n
	}
	tails = tails[:len(heads)]
	for k, head := range heads {
		at := &next[head>>shift&(1<<fine-1)]
		s.spare[*at], s.tails[*at] = head, tails[k]
		*at++
	}
	return s.spare, s.tails
}

// row returns the heads of a row.
func (s *sorter) row(i int) []int32 { return s.heads[s.ends[i]:s.ends[i+1]] }

// insert sorts by insertion, which costs next to nothing if a row is nearly in
// order, and returns the number of moves. It gives up after so many a head.
func insert(row []int32, patience int) (moves int) {
	for i := 1; i < len(row); i++ {
		x, k := row[i], i
		for ; k > 0 && row[k-1] > x; k-- {
			row[k] = row[k-1]
		}
		row[k] = x
		if moves += i - k; moves > patience*len(row) {
			return moves
		}
	}
	return moves
}

// sort puts a row in ascending order.
func (s *sorter) sort(row []int32) {
	const patience = 16
	if insert(row, patience) > patience*len(row) {
		slices.Sort(row)
	}
}
