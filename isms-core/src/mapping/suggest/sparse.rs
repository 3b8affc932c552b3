//! Numbers in rows: full, and with most of them nought.

#![expect(
    clippy::float_arithmetic,
    reason = "scores are not levels: they rank pairs and nothing is computed with them"
)]

/// A table of numbers most of which are nought.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sparse {
    offsets: Vec<usize>, // INVARIANT: ascending from 0 to the number of cells, one more than there are rows.
    cells: Vec<(u32, f64)>, // INVARIANT: columns ascend inside a row and are below `columns`.
    columns: usize,
}

impl Sparse {
    /// From cells that come by row and column, each once and in range.
    pub(super) fn new(
        rows: usize,
        columns: usize,
        entries: impl IntoIterator<Item = (u32, u32, f64)>,
    ) -> Self {
        let mut offsets = Vec::with_capacity(rows.saturating_add(1));
        let mut cells = Vec::new();
        for (row, column, value) in entries {
            while offsets.len() <= row as usize {
                offsets.push(cells.len());
            }
            cells.push((column, value));
        }
        while offsets.len() <= rows {
            offsets.push(cells.len());
        }
        Self { offsets, cells, columns }
    }

    pub(super) fn rows(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// The cells of a row: column and number, by column.
    pub(super) fn row(&self, row: usize) -> &[(u32, f64)] {
        let ends = self.offsets.get(row).zip(self.offsets.get(row.saturating_add(1)));
        ends.and_then(|(start, end)| self.cells.get(*start..*end)).unwrap_or(&[])
    }

    /// The cell, or nought.
    pub(super) fn get(&self, row: usize, column: u32) -> f64 {
        let row = self.row(row);
        let found = row.binary_search_by_key(&column, |(column, _)| *column).ok();
        found.and_then(|place| row.get(place)).map_or(0.0, |(_, value)| *value)
    }

    fn entries(&self) -> impl Iterator<Item = (u32, u32, f64)> + '_ {
        (0u32..)
            .take(self.rows())
            .flat_map(|row| self.row(row as usize).iter().map(move |(column, value)| (row, *column, *value)))
    }

    /// Rows as columns.
    pub(super) fn transposed(&self) -> Self {
        let mut turned: Vec<(u32, u32, f64)> = self.entries().map(|(r, c, value)| (c, r, value)).collect();
        turned.sort_by_key(|(row, column, _)| (*row, *column));
        Self::new(self.columns, self.rows(), turned)
    }

    /// The sum of each row.
    pub(super) fn row_sums(&self) -> Vec<f64> {
        (0..self.rows()).map(|row| self.row(row).iter().map(|(_, value)| value).sum()).collect()
    }

    fn column_sums(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.columns];
        for (column, value) in &self.cells {
            if let Some(sum) = sums.get_mut(*column as usize) {
                *sum += value;
            }
        }
        sums
    }

    /// Each cell divided by powers of the sums of its row and of its column, so that what is linked to much counts less.
    pub(super) fn spread(&self, by_row: f64, by_column: f64) -> Self {
        let (rows, columns) = (powers(&self.row_sums(), by_row), powers(&self.column_sums(), by_column));
        let factor = |of: &[f64], at: u32| of.get(at as usize).copied().unwrap_or(0.0);
        let entries =
            self.entries().map(|(r, c, value)| (r, c, value * factor(&rows, r) * factor(&columns, c)));
        Self::new(self.rows(), self.columns, entries)
    }
}

/// Each number to the power of `-exponent`; nought stays nought.
pub(super) fn powers(numbers: &[f64], exponent: f64) -> Vec<f64> {
    numbers.iter().map(|x| if *x > 0.0 { libm::pow(*x, -exponent) } else { 0.0 }).collect()
}

/// A full table of numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Grid {
    columns: usize,
    cells: Vec<f64>, // INVARIANT: a whole number of rows.
}

impl Grid {
    pub(super) fn new(rows: usize, columns: usize) -> Self {
        Self { columns, cells: vec![0.0; rows.saturating_mul(columns)] }
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.cells.chunks(self.columns.max(1))
    }

    pub(super) fn rows_mut(&mut self) -> impl Iterator<Item = &mut [f64]> {
        self.cells.chunks_mut(self.columns.max(1))
    }

    pub(super) fn row(&self, row: usize) -> &[f64] {
        let start = row.saturating_mul(self.columns);
        self.cells.get(start..start.saturating_add(self.columns)).unwrap_or(&[])
    }

    pub(super) fn row_mut(&mut self, row: usize) -> &mut [f64] {
        let start = row.saturating_mul(self.columns);
        self.cells.get_mut(start..start.saturating_add(self.columns)).unwrap_or_default()
    }

    /// The root of the mean square.
    pub(super) fn size(&self) -> f64 {
        let squares: f64 = self.cells.iter().map(|x| x * x).sum();
        if self.cells.is_empty() { 0.0 } else { (squares / self.cells.len() as f64).sqrt() }
    }

    /// Adds so many times another of the same shape.
    pub(super) fn add(&mut self, times: f64, other: &Grid) {
        for (cell, more) in self.cells.iter_mut().zip(&other.cells) {
            *cell += times * more;
        }
    }
}

/// Adds so many times a sparse row to a full one.
pub(super) fn add(to: &mut [f64], times: f64, row: &[(u32, f64)]) {
    for (column, value) in row {
        if let Some(cell) = to.get_mut(*column as usize) {
            *cell += times * value;
        }
    }
}
