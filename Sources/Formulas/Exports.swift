// What those who check formulas also need of the targets below. The rest of these targets stays behind the wall.
@_exported import struct FormulaStatements.Function
@_exported import struct FormulaStatements.GivenDefinition
@_exported import struct FormulaStatements.Name
