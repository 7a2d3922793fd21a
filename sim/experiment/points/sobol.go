package points

import (
	"fmt"
	"math/bits"

	"grapevine/chance"
)

// sobol lays the design of Saltelli (2002): for each point of a Sobol'
// sequence of twice the dimension, A and B, the points A, A with one factor of
// B for each factor, with interactions also B with one factor of A for each,
// and B. These are N(D+2) or N(2D+2) points, in the order of SALib's
// saltelli.sample, which also skips as many points of the sequence.
func sobol(factors []Factor, size Size, _ chance.Luck) ([]Point, error) {
	if err := filling(size); err != nil {
		return nil, err
	}
	n, d := size.Points, len(factors)
	if n&(n-1) != 0 {
		return nil, fmt.Errorf("points = %d: a Sobol' design wants a power of 2, such as %d", n, 1<<bits.Len(uint(n)))
	}
	if most := len(joeKuo)/2 + 1; d > most {
		return nil, fmt.Errorf("%d factors: a Sobol' design can have %d", d, most)
	}
	var all []Point
	row := func(base []float64, from, swapped int) {
		p := make(Point, d)
		for i := range p {
			if i == swapped {
				p[i] = base[i+d-from]
			} else {
				p[i] = base[i+from]
			}
		}
		all = append(all, p)
	}
	const none = -1
	skip := max(n, 16)
	seq := newSequence(2 * d)
	for k := range skip + n {
		base := seq.next()
		if k < skip {
			continue
		}
		row(base, 0, none)
		for i := range d {
			row(base, 0, i)
		}
		if size.Second {
			for i := range d {
				row(base, d, i)
			}
		}
		row(base, d, none)
	}
	return all, nil
}

// sequence is the quasi-random sequence of Sobol' (1967), from the origin, in
// the order of Gray codes (Antonov & Saleev 1979).
type sequence struct {
	direction [][32]uint32
	at        []uint32
	count     uint32
	point     []float64
}

func newSequence(dimensions int) *sequence {
	s := &sequence{direction: make([][32]uint32, dimensions), at: make([]uint32, dimensions), point: make([]float64, dimensions)}
	for k := range 32 {
		s.direction[0][k] = 1 << (31 - k)
	}
	for d := 1; d < dimensions; d++ {
		v := &s.direction[d]
		polynomial, first := joeKuo[d-1][0], joeKuo[d-1][1:]
		degree := len(first)
		for k := range 32 {
			if k < degree {
				v[k] = first[k] << (31 - k)
				continue
			}
			v[k] = v[k-degree] ^ v[k-degree]>>degree
			for j := 1; j < degree; j++ {
				if polynomial>>(degree-j)&1 == 1 {
					v[k] ^= v[k-j]
				}
			}
		}
	}
	return s
}

// next returns the next point. The slice is good until the next call.
func (s *sequence) next() []float64 {
	if s.count > 0 {
		bit := bits.TrailingZeros32(s.count)
		for d := range s.at {
			s.at[d] ^= s.direction[d][bit]
		}
	}
	s.count++
	for d, x := range s.at {
		s.point[d] = float64(x) / (1 << 32)
	}
	return s.point
}
