/** Programs for JNA that know nothing of handlelab. Each prints what its calls return. */
package handlelab.jna.programs;
