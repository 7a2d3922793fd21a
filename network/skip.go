package network

import (
	"math"

	"grapevine/chance"
)

// field is a set of pairs of customers each of which gets a tie with the same
// probability: all pairs within a community (a triangle), or those between
// two.
type field struct {
	row, column int // first customer of either side
	rows        int
	columns     int // 0 for the pairs within the rows
	p           float64
}

// pairs counts them.
func (f field) pairs() int {
	if f.columns == 0 {
		return f.rows * (f.rows - 1) / 2
	}
	return f.rows * f.columns
}

// sowing is how many ties a worker draws at a time, on average.
const sowing = 1 << 15

// sow draws the ties of all fields: Batagelj & Brandes (Physical Review E 71,
// 2005), which jumps from tie to tie by geometric steps. Steps have no memory,
// so a field may be cut anywhere. It takes O(fields + ties).
func sow(fields []field, luck chance.Luck, p chance.Purpose, workers int) [][]Tie {
	type piece struct {
		field
		from, to int
	}
	var pieces []piece
	for _, f := range fields {
		if f.p <= 0 {
			continue
		}
		n := f.pairs()
		parts := 1 + int(float64(n)*f.p/sowing)
		for k := range parts {
			pieces = append(pieces, piece{f, portion(n, k, parts), portion(n, k+1, parts)})
		}
	}
	lists := make([][]Tie, len(pieces))
	each(workers, len(pieces), func(k int) {
		s := pieces[k]
		mean := float64(s.to-s.from) * s.p
		list := make([]Tie, 0, int(mean+4*math.Sqrt(mean))+4)
		lists[k] = s.walk(s.from, s.to, newStream(luck, p, k), list)
	})
	return lists
}

// portion returns where the k-th of so many equal parts of n begins.
func portion(n, k, parts int) int { return n/parts*k + n%parts*k/parts }

// walk appends the ties among the pairs from … to-1. In a triangle, pair
// v(v-1)/2 + w joins v and w < v.
func (f field) walk(from, to int, draw *stream, list []Tie) []Tie {
	row, start := f.place(from)
	width := f.columns
	scale := 1 / logMiss(f.p)
	for at := from; ; at++ {
		if f.p < 1 {
			skip := chance.Log(draw.unit()) * scale
			if skip >= float64(to-at) {
				return list
			}
			at += int(skip)
		}
		if at >= to {
			return list
		}
		if f.columns == 0 {
			for at-start >= row {
				start += row
				row++
			}
		} else if at-start >= width {
			skip := (at - start) / width
			row += skip
			start += skip * width
		}
		list = append(list, Tie{int32(f.row + row), int32(f.column + at - start)})
	}
}

// place returns the row in which a pair lies and the first pair of that row.
func (f field) place(pair int) (row, start int) {
	if f.columns > 0 {
		row = pair / f.columns
		return row, row * f.columns
	}
	row = int((1 + math.Sqrt(float64(float64(8*pair)+1))) / 2)
	for row*(row-1)/2 > pair {
		row--
	}
	for row*(row+1)/2 <= pair {
		row++
	}
	return row, row * (row - 1) / 2
}

// logMiss returns ln(1-p) without loss of digits for a small p.
func logMiss(p float64) float64 {
	if p < 1e-4 {
		return -p * (1 + float64(p*(0.5+float64(p*(1.0/3+float64(p*0.25))))))
	}
	return chance.Log(1 - p)
}
