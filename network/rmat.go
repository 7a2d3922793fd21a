package network

import (
	"math"
	"math/bits"

	"grapevine/chance"
)

// RMAT drops ties into the quarters of the table of all pairs, then into the
// quarters of that quarter, and so on: Chakrabarti, Zhan & Faloutsos (SIAM
// International Conference on Data Mining 2004). Ties beyond the last customer
// are drawn again; self ties and repeated ties are left out, and as those are
// many among the hubs there are fewer ties than drawn. It takes O(ties): four
// levels are drawn at a time (Hübschle-Schneider & Sanders, Journal of
// Complex Networks 8, 2020).
type RMAT struct {
	A          float64 `toml:"a" default:"0.57" range:"[0,1]" source:"Graph 500 benchmark" doc:"Share of ties from the first half of the customers to the first half."`
	B          float64 `toml:"b" default:"0.19" range:"[0,1]" source:"Graph 500 benchmark" doc:"Share of ties from the first half to the second."`
	C          float64 `toml:"c" default:"0.19" range:"[0,1]" source:"Graph 500 benchmark" doc:"Share of ties from the second half to the first."`
	D          float64 `toml:"d" default:"0.05" range:"[0,1]" source:"Graph 500 benchmark" doc:"Share of ties from the second half to the second."`
	MeanDegree float64 `toml:"mean_degree" default:"16" range:"[0,)" doc:"Ties of a customer on average, as drawn; does not count if ties is given."`
	Ties       *int    `toml:"ties" range:"[0,)" doc:"Number of ties drawn."`
}

var quarters = chance.NewPurpose("network: quarters of the table of pairs")

// Validate implements [Generator].
func (r *RMAT) Validate(customers int) []error {
	sum := r.A + r.B + r.C + r.D
	return faults(r,
		unless(math.Abs(sum-1) < 1e-9, "a + b + c + d", sum, "1"),
		unless(customers == 1<<bits.Len(uint(customers-1)) || r.A > 0, "a", r.A, "above 0 if customers = %d is no power of 2", customers),
		fits(float64(r.draws(customers))))
}

// draws returns how many ties are drawn.
func (r *RMAT) draws(customers int) int {
	if r.Ties != nil {
		return *r.Ties
	}
	return int(float64(r.MeanDegree*float64(customers)) / 2)
}

// Generate implements [Generator].
func (r *RMAT) Generate(customers int, luck chance.Luck, workers int) (*Graph, error) {
	g, _ := build(customers, inLists(r.sample(customers, luck, workers)), false, workers)
	return g, nil
}

// levels is the number of levels drawn at a time.
const levels = 4

// sample draws all ties, self ties and repeated ones among them.
func (r *RMAT) sample(customers int, luck chance.Luck, workers int) []Tie {
	ties := make([]Tie, r.draws(customers))
	depth := bits.Len(uint(customers - 1))
	whole, rest := newAlias(r.cells(levels)), newAlias(r.cells(depth%levels))
	each(workers, (len(ties)+chunk-1)/chunk, func(k int) {
		draw := newStream(luck, quarters, k)
		for i := k * chunk; i < min((k+1)*chunk, len(ties)); {
			cell := rest.draw(uint32(draw.word()))
			u, v := cell>>levels, cell&(1<<levels-1)
			for left := depth / levels; left > 0; left -= 2 {
				word := draw.word()
				cell = whole.draw(uint32(word))
				u, v = u<<levels|cell>>levels, v<<levels|cell&(1<<levels-1)
				if left > 1 {
					cell = whole.draw(uint32(word >> 32))
					u, v = u<<levels|cell>>levels, v<<levels|cell&(1<<levels-1)
				}
			}
			if int(u) < customers && int(v) < customers {
				ties[i] = Tie{int32(u), int32(v)}
				i++
			}
		}
	})
	return ties
}

// cells returns the probabilities of the cells after some levels; a cell's
// index has the row in its upper half and the column in its lower.
func (r *RMAT) cells(deep int) []float64 {
	p := make([]float64, 1<<(2*levels))
	for u := range 1 << deep {
		for v := range 1 << deep {
			x := 1.0
			for level := range deep {
				x *= [...]float64{r.A, r.B, r.C, r.D}[u>>level&1<<1|v>>level&1]
			}
			p[u<<levels|v] = x
		}
	}
	return p
}

// alias draws one of 256 cells in constant time: Walker (Electronics Letters
// 10, 1974), built as by Vose (IEEE Transactions on Software Engineering 17,
// 1991). A probability is right to 2⁻²⁴ of a cell's equal share.
type alias struct {
	cut   [1 << (2 * levels)]uint32
	other [1 << (2 * levels)]uint32
}

func newAlias(p []float64) *alias {
	a := &alias{}
	n := float64(len(p))
	var small, large []int
	room := make([]float64, len(p))
	for i, x := range p {
		room[i] = x * n
		if a.other[i] = uint32(i); room[i] < 1 {
			small = append(small, i)
		} else {
			large = append(large, i)
		}
	}
	for i := range a.cut {
		a.cut[i] = 1 << 24
	}
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		a.cut[s], a.other[s] = uint32(room[s]*(1<<24)), uint32(l)
		if room[l] -= 1 - room[s]; room[l] < 1 {
			large = large[:len(large)-1]
			small = append(small, l)
		}
	}
	return a
}

// draw returns the cell of a word: 8 bits of it choose one, 24 whether it is
// that or its other.
func (a *alias) draw(word uint32) uint32 {
	cell := word & (1<<(2*levels) - 1)
	other := a.other[cell] // read before it is known to be needed: no branch that nobody could foretell
	if word>>(2*levels) >= a.cut[cell] {
		cell = other
	}
	return cell
}
