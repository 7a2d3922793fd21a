package lab

import (
	"math"
	"slices"
	"testing"
)

// Those who are tied stand closer than those who are not, the drawing fills its
// square, and it is the same each time.
func TestPictureKeepsFriendsTogether(t *testing.T) {
	s := open(t)
	p, err := s.Draw(1, 1000)
	if err != nil {
		t.Fatal(err)
	}
	ties, err := s.Ties(1)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Who) != 300 {
		t.Fatalf("%d customers in the drawing, want all 300", len(p.Who))
	}
	apart := func(i, j int32) float64 {
		return math.Hypot(float64(p.X[i]-p.X[j]), float64(p.Y[i]-p.Y[j]))
	}
	var tied, any float64
	for _, pair := range ties[0].Pairs {
		tied += apart(pair[0], pair[1]) / float64(len(ties[0].Pairs))
	}
	for i := range int32(300) {
		any += apart(i, (i+150)%300) / 300
	}
	// in a small world one tie in ten goes anywhere: mostly short is a third
	if tied > any/3 {
		t.Errorf("friends stand %.2f apart, others %.2f: want a third at most", tied, any)
	}
	if most := max(slices.Max(p.X), slices.Max(p.Y)); most < 0.99 || most > 1 {
		t.Errorf("the outermost stands at %g, want 1", most)
	}
	again, err := s.Draw(1, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(p.X, again.X) || !slices.Equal(p.Y, again.Y) {
		t.Error("the same ties are drawn in two ways")
	}
}

// Of a market that is too large, so many are drawn as asked for, customer 0
// among them.
func TestPictureOfAPart(t *testing.T) {
	p, err := open(t).Draw(1, 120)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Who) != 120 || p.Who[0] != 0 || !slices.IsSorted(p.Who) {
		t.Errorf("%d customers from %d on, want 120 from 0 on, ascending", len(p.Who), p.Who[0])
	}
}

// A lever tried elsewhere leaves the session where it is.
func TestTryLeavesTheLevers(t *testing.T) {
	s := open(t)
	before := s.TOML()
	p, err := s.Try("product.quality", "0.9", 3)
	if err != nil {
		t.Fatal(err)
	}
	if s.TOML() != before {
		t.Error("trying a lever has moved it")
	}
	if err := s.Set([]string{"product.quality=0.9"}); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		s.Sample()
	}
	for i, y := range s.Answer().Answer.Strategies {
		if y.Value != p.Strategies[i] {
			t.Errorf("%s: %v tried, %v set", y.Name, p.Strategies[i], y.Value)
		}
	}
}
