package experiment

import (
	"math"
	"slices"

	"grapevine/sim"
)

// worth is what a customer has brought by word of mouth, beside what the
// customer has spent: the two sides of a customer's value.
type worth struct {
	brought  int     // customers whose first purchase is credited to the customer's word
	referral float64 // their margin over the run, in the currency
	class    string  // of the four below; empty for those who never bought
}

// worthOf works out what everybody has brought, and in which quarter of the
// customer base each buyer stands (Kumar, Petersen & Leone, How valuable is
// word of mouth?, Harvard Business Review 85, 2007): champions spend and bring
// more than the median buyer, affluents spend more, advocates bring more,
// misers neither.
func worthOf(lives []sim.Life) []worth {
	all := make([]worth, len(lives))
	for _, l := range lives {
		if l.Parent >= 0 {
			all[l.Parent].brought++
			all[l.Parent].referral += l.Value
		}
	}
	var own, brought []float64
	for i, l := range lives {
		if l.Purchases > 0 {
			own, brought = append(own, l.Value), append(brought, all[i].referral)
		}
	}
	most, best := median(own), median(brought)
	for i, l := range lives {
		if l.Purchases > 0 {
			all[i].referral = math.Round(all[i].referral*100) / 100
			all[i].class = map[[2]bool]string{
				{true, true}: "champion", {true, false}: "affluent", {false, true}: "advocate", {false, false}: "miser",
			}[[2]bool{l.Value > most, all[i].referral > best}]
		}
	}
	return all
}

// median returns the middle of some numbers, the lower one of two, and 0 of none.
func median(x []float64) float64 {
	if len(x) == 0 {
		return 0
	}
	slices.Sort(x)
	return x[(len(x)-1)/2]
}
