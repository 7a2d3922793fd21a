package plots

import (
	"testing"

	"grapevine/sim/metric"
)

// Every metric that is money is written as money, also in tables that name no
// unit, and no other one is.
func TestMoneyIsWrittenAsMoney(t *testing.T) {
	d := &Data{Context: Context{Currency: "EUR"}}
	for _, m := range metric.Kinds {
		if got, want := d.unitOf(m.Name, "") == d.money(), m.Unit == "money"; got != want {
			t.Errorf("%s, whose unit is %s: written as money is %v, want %v", m.Name, m.Unit, got, want)
		}
	}
}
