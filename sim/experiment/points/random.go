package points

import (
	"math"

	"grapevine/chance"
)

var (
	purposeRandom = chance.NewPurpose("design: random")
	purposeShift  = chance.NewPurpose("design: place within a slice")
	purposeSlices = chance.NewPurpose("design: order of slices")
)

// random draws each factor of each point by itself.
func random(factors []Factor, size Size, luck chance.Luck) ([]Point, error) {
	if err := filling(size); err != nil {
		return nil, err
	}
	all := make([]Point, size.Points)
	for n := range all {
		all[n] = make(Point, len(factors))
		for i := range factors {
			all[n][i] = luck.Uniform(purposeRandom, uint32(n), uint32(i))
		}
	}
	return all, nil
}

// latinHypercube cuts the range of each factor into as many slices as there
// are points, and takes each slice once (McKay, Beckman & Conover 1979). With
// maximin it is the best of many such designs by the distance of its closest
// two points (Johnson, Moore & Ylvisaker 1990).
func latinHypercube(factors []Factor, size Size, luck chance.Luck) ([]Point, error) {
	if err := filling(size); err != nil {
		return nil, err
	}
	if !size.Maximin || size.Points > comparable {
		return hypercube(len(factors), size.Points, luck, 0), nil
	}
	var best []Point
	widest := -1.0
	for try := range tries {
		all := hypercube(len(factors), size.Points, luck, try)
		if d := closest(all); d > widest {
			best, widest = all, d
		}
	}
	return best, nil
}

const (
	tries      = 100   // designs of which the widest is taken
	comparable = 2_000 // points up to which every pair is looked at
)

// Middles returns the middles of a Latin hypercube of n points: each slice of each
// dimension, of 0 … 1, is met once (McKay, Beckman & Conover 1979). The order of
// slices is drawn for a purpose.
func Middles(dimensions, n int, luck chance.Luck, p chance.Purpose) []Point {
	all := make([]Point, n)
	for k := range all {
		all[k] = make(Point, dimensions)
	}
	for i := range dimensions {
		for k, slice := range luck.Rand(p, uint32(i)).Perm(n) {
			all[k][i] = (float64(slice) + 0.5) / float64(n)
		}
	}
	return all
}

func hypercube(factors, n int, luck chance.Luck, try int) []Point {
	luck = luck.Apart(try)
	all := make([]Point, n)
	for k := range all {
		all[k] = make(Point, factors)
	}
	for i := range factors {
		for k, slice := range luck.Rand(purposeSlices, uint32(i)).Perm(n) {
			all[k][i] = (float64(slice) + luck.Uniform(purposeShift, uint32(k), uint32(i))) / float64(n)
		}
	}
	return all
}

// closest returns the squared distance of the closest two points.
func closest(all []Point) float64 {
	least := math.Inf(1)
	for a := range all {
		for b := range a {
			d := 0.0
			for i := range all[a] {
				x := all[a][i] - all[b][i]
				d += float64(x * x)
			}
			least = min(least, d)
		}
	}
	return least
}
