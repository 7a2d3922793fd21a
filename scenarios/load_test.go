package scenarios

import "testing"

func TestFlagship(t *testing.T) {
	s, err := Load("cc-vs-ba", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, y := range s.Strategies {
		t.Logf("%s: %d mechanisms, %d layers", y.Name, len(y.Plan.Mechanisms), len(y.Plan.Layers))
	}
}
